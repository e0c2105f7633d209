using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>The life of a version: every step in every state, who may agree to what, and from when it holds.</summary>
public sealed class PolicyVersionTests
{
    private const string Why = "Longer in winter.";

    private static readonly ClientId Client = ClientId.New(Now);

    private static readonly PolicyVersion First = PolicyVersion.First(Client, APolicy(), Actor.System("Setup"));

    public static MatrixTheoryData<PolicyState, PolicyStep> EveryStateAndStep { get; } = new(Enum.GetValues<PolicyState>(), Enum.GetValues<PolicyStep>());

    [Theory, MemberData(nameof(EveryStateAndStep))]
    public void A_step_is_taken_where_the_table_knows_it_and_refused_elsewhere_without_changing_anything(PolicyState state, PolicyStep step)
    {
        var version = In(state);
        var before = Snapshot(version);

        var outcome = Take(version, step);

        if (!PolicyLife.Knows(state, step))
        {
            Assert.Equal(PolicyRefusals.NotAllowed(state, step), Refused(outcome));
            Assert.Equal(before, Snapshot(version));
            return;
        }

        if ((state, step) is (PolicyState.Active, PolicyStep.RollBack))
        {
            // It is active from tomorrow: it was never in force yet.
            Assert.Equal(PolicyRefusals.NeverInForce, Refused(outcome));
            Done(version.RollBack(9, Why, SupervisorSue, Now.AddDays(2)));
            return;
        }

        Done(outcome);
        var expected = step switch
        {
            PolicyStep.Review => PolicyState.Reviewed,
            PolicyStep.Activate => PolicyState.Active,
            PolicyStep.Withdraw => PolicyState.Withdrawn,
            _ => PolicyState.Draft,
        };
        Assert.Equal(expected, version.State);
        Assert.NotEqual(before, Snapshot(version));
    }

    [Fact]
    public void An_author_is_never_the_reviewer_also_not_of_what_others_wrote_after_them()
    {
        var draft = ADraft(by: SupervisorSue);
        Done(draft.Edit(Text(31), Why, SupervisorTom, Now));

        Assert.Equal(PolicyRefusals.OwnReview, Refused(draft.Review(SupervisorSue, Now)));
        Assert.Equal(PolicyRefusals.OwnReview, Refused(draft.Review(SupervisorTom, Now)));
        Done(draft.Review(AgentAnn, Now));
        Assert.Equal(["Sue Supervisor", "Tom Supervisor"], draft.Authors);
    }

    [Fact]
    public void What_was_reviewed_and_is_written_anew_is_reviewed_anew()
    {
        var version = In(PolicyState.Reviewed);

        Done(version.Edit(Text(45), Why, SupervisorTom, Now));

        Assert.Equal((PolicyState.Draft, null, null, null), (version.State, version.ReviewerId, version.ReviewerName, version.ReviewedAt));
        Assert.Equal(PolicyRefusals.OwnReview, Refused(version.Review(SupervisorTom, Now)));
    }

    [Fact]
    public void The_same_text_saved_again_is_no_edit_and_makes_nobody_an_author()
    {
        var version = In(PolicyState.Reviewed);
        var before = Snapshot(version);

        Done(version.Edit(Text(30), Why, AgentBen, Now.AddHours(1)));

        Assert.Equal(before, Snapshot(version));
    }

    [Fact]
    public void Only_people_review_and_activate()
    {
        Assert.Equal(PolicyRefusals.NeedsPerson, Refused(ADraft().Review(Actor.System("Command line"), Now)));
        Assert.Equal(PolicyRefusals.NeedsPerson, Refused(In(PolicyState.Reviewed).Activate(null, [First], Actor.Automation, Now)));
    }

    [Fact]
    public void A_text_that_is_no_document_is_refused_with_the_place_and_a_document_with_faults_stays_a_draft()
    {
        var unreadable = Refused(PolicyVersion.Draft(Client, 2, "{ \"windows\": [", Why, SupervisorSue, Now));
        Assert.Equal("policy.unreadable", unreadable.Code);
        Assert.Contains("line 1", unreadable.Message, StringComparison.OrdinalIgnoreCase);

        var draft = ADraft(Text(-1));
        var refused = Refused(draft.Review(SupervisorTom, Now));
        Assert.Equal("policy.faulty", refused.Code);
        Assert.Contains("windows", refused.Message, StringComparison.Ordinal);
        Assert.Equal(PolicyState.Draft, draft.State);
        Assert.NotEmpty(draft.Faults);

        var version = In(PolicyState.Reviewed);
        var before = Snapshot(version);
        Assert.Equal("policy.unreadable", Refused(version.Edit("[]", Why, SupervisorSue, Now)).Code);
        Assert.Equal(before, Snapshot(version));
    }

    [Fact]
    public void An_unknown_field_is_refused_and_not_ignored()
    {
        var text = PolicyJson.Write(APolicy());
        var refused = Refused(PolicyVersion.Draft(Client, 2, $"{{ \"generosity\": 3, {text.TrimStart()[1..]}", Why, SupervisorSue, Now));

        Assert.Equal("policy.unreadable", refused.Code);
        Assert.Contains("generosity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_holds_from_now_or_later_and_after_every_other_one()
    {
        Assert.Equal(PolicyRefusals.InThePast, Refused(In(PolicyState.Reviewed).Activate(Now.AddMinutes(-1), [First], SupervisorSue, Now)));

        var next = In(PolicyState.Active);
        Assert.Equal(Now.AddDays(1), next.ActiveFrom);
        foreach (var from in new[] { Now, Now.AddHours(23), Now.AddDays(1) })
        {
            var late = In(PolicyState.Reviewed);
            Assert.Equal("policy.not-after", Refused(late.Activate(from, [First, next], SupervisorSue, Now)).Code);
        }

        Done(In(PolicyState.Reviewed).Activate(Now.AddDays(2), [First, next], SupervisorSue, Now));
        Assert.Same(First, PolicyVersion.InForce([First, next], Now.AddDays(1).AddTicks(-1)));
        Assert.Same(next, PolicyVersion.InForce([First, next], Now.AddDays(1)));
    }

    [Fact]
    public void What_is_in_force_cannot_be_withdrawn_and_what_is_to_come_can()
    {
        Assert.Equal(PolicyRefusals.InForce, Refused(First.Withdraw(Why, Now)));
        var next = In(PolicyState.Active);
        Assert.Equal(PolicyRefusals.InForce, Refused(next.Withdraw(Why, Now.AddDays(1))));

        Done(next.Withdraw(Why, Now));

        Assert.Equal((PolicyState.Withdrawn, null), (next.State, next.ActiveFrom));
    }

    [Fact]
    public void Going_back_is_a_draft_with_the_old_content_that_says_so_and_needs_a_review()
    {
        var back = Done(First.RollBack(4, "Too many complaints", SupervisorSue, Now));

        Assert.Equal((4, PolicyState.Draft, "Back to version 1: Too many complaints"), (back.Version, back.State, back.Comment));
        Assert.Equivalent(First.Document with { Version = 4, ActiveFrom = Now }, back.Document, strict: true);
        Assert.Equal(PolicyRefusals.OwnReview, Refused(back.Review(SupervisorSue, Now)));
        Assert.Equal("policy.not-allowed", Refused(back.Activate(null, [First], SupervisorSue, Now)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  a ")]
    [InlineData(null)]
    public void Reasons_are_given(string? text)
    {
        Assert.Equal(PolicyRefusals.CommentMissing, Refused(PolicyVersion.Draft(Client, 2, Text(30), text!, SupervisorSue, Now)));
        Assert.Equal(PolicyRefusals.CommentMissing, Refused(ADraft().Edit(Text(31), text!, SupervisorSue, Now)));
        Assert.Equal(PolicyRefusals.ReasonMissing, Refused(ADraft().SendBack(text!)));
        Assert.Equal(PolicyRefusals.ReasonMissing, Refused(ADraft().Withdraw(text!, Now)));
        Assert.Equal(PolicyRefusals.ReasonMissing, Refused(First.RollBack(2, text!, SupervisorSue, Now)));
    }

    [Fact]
    public void The_hash_belongs_to_the_content()
    {
        var draft = ADraft();
        var before = draft.ContentHash;

        Done(draft.Edit(Text(31), Why, SupervisorSue, Now));

        Assert.NotEqual(before, draft.ContentHash);
        Assert.True(draft.IsIntact);
        typeof(PolicyVersion).GetProperty(nameof(PolicyVersion.Content))!.SetValue(draft, draft.Content.Replace("31", "13", StringComparison.Ordinal));
        Assert.False(draft.IsIntact);
    }

    private static string Text(int days) => PolicyJson.Write(APolicy() with { Windows = [new ReturnWindow(null, days, WindowAnchor.Delivery)] });

    private static PolicyVersion ADraft(string? text = null, Actor? by = null) => Done(PolicyVersion.Draft(Client, 2, text ?? Text(30), Why, by ?? SupervisorSue, Now));

    /// <summary>A version in a state, reached by its steps; an active one holds from tomorrow.</summary>
    private static PolicyVersion In(PolicyState state)
    {
        var version = ADraft();
        if (state is PolicyState.Reviewed or PolicyState.Active)
        {
            Done(version.Review(SupervisorTom, Now));
        }

        if (state == PolicyState.Active)
        {
            Done(version.Activate(Now.AddDays(1), [First], SupervisorSue, Now));
        }

        if (state == PolicyState.Withdrawn)
        {
            Done(version.Withdraw(Why, Now));
        }

        return version;
    }

    private static Outcome Take(PolicyVersion version, PolicyStep step) => step switch
    {
        PolicyStep.Edit => version.Edit(Text(60), Why, SupervisorSue, Now),
        PolicyStep.Review => version.Review(SupervisorTom, Now),
        PolicyStep.SendBack => version.SendBack(Why),
        PolicyStep.Activate => version.Activate(Now.AddDays(1), [First], SupervisorSue, Now),
        PolicyStep.Withdraw => version.Withdraw(Why, Now),
        _ => version.RollBack(3, Why, SupervisorSue, Now).WithoutValue(),
    };

    private static string Snapshot(PolicyVersion version) =>
        string.Join('|', version.State, version.ActiveFrom, version.ContentHash, version.AuthorIds, version.AuthorNames, version.Comment, version.EditedAt, version.ReviewerId, version.ReviewedAt, version.ActivatedBy, version.ActivatedAt, version.Reason, version.Revision);
}
