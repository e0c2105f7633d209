using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Deciding.Replaying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Risk;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Automation;

public sealed class EvidenceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_photo_the_policy_wants_is_not_asked_for_where_it_came_with_the_request(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk, EvidenceKind.Photo);
        var (with, without) = (await AddAsync(desk, client, ("a.jpg", Pictures.File(1))), await AddAsync(desk, client));

        await desk.WorkOffAsync();

        Assert.Equal((RefundStatus.Paid, RefundStatus.NeedsInformation), ((await desk.ReadAsync(with)).Status, (await desk.ReadAsync(without)).Status));
        var (came, missing) = (await DecisionAsync(desk, with), await DecisionAsync(desk, without));
        Assert.Equal(new EvidenceFacts(1, 0, 0), came.Facts.Evidence);
        Assert.Equal(EvidenceFacts.Nothing, missing.Facts.Evidence);
        Assert.EndsWith("a photo came", came.Evaluation.Findings.Single(finding => finding.Rule == "evidence").Text, StringComparison.Ordinal);
        Assert.Equal("Please send a photo of: Shirt.", Assert.Single(missing.Evaluation.Questions).Replace(without.Order.Lines[0].Description, "Shirt", StringComparison.Ordinal));
        Assert.All([came, missing], AssertReplaysEqual);
    }

    [Theory, DatabaseMatrix]
    public async Task The_same_photo_on_another_case_goes_to_a_person_who_is_told_which(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await AddClientAsync(desk);
        var photo = Pictures.File(5, width: 1_600, height: 1_200);
        var first = await AddAsync(desk, client, ("a.jpg", photo));
        await desk.WorkOffAsync();
        desk.Database.Time.Advance(TimeSpan.FromDays(3));

        var (again, smaller, other) = (await AddAsync(desk, client, ("b.jpg", photo)), await AddAsync(desk, client, ("c.jpg", Pictures.Smaller(photo, 500, 375))), await AddAsync(desk, client, ("d.jpg", Pictures.File(6))));
        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(first)).Status);
        Assert.Equal(RefundStatus.InReview, (await desk.ReadAsync(again)).Status);
        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(other)).Status);
        Assert.Contains(first.Refund.Number.ToString(), (await desk.ReadAsync(again)).WhyHere, StringComparison.Ordinal);
        var (exact, near) = (await DecisionAsync(desk, again), await DecisionAsync(desk, smaller));
        Assert.Contains(exact.RiskFacts.SamePhotos!, same => same == new SamePhoto(first.Refund.Number.ToString(), true));
        Assert.Contains(near.RiskFacts.SamePhotos!, same => same == new SamePhoto(first.Refund.Number.ToString(), false));
        Assert.Contains(near.Risk.Reasons, reason => reason.Rule == "photo-used-before" && reason.Text.Contains("saved anew", StringComparison.Ordinal));
        Assert.Null((await DecisionAsync(desk, other)).RiskFacts.SamePhotos);
        Assert.All([exact, near], AssertReplaysEqual);
    }

    [Fact]
    public async Task A_photo_that_was_on_another_case_is_no_evidence_of_this_one()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var client = await AddClientAsync(desk, EvidenceKind.Photo);
        await AddAsync(desk, client, ("a.jpg", Pictures.File(5)));
        desk.Database.Time.Advance(TimeSpan.FromMinutes(5));
        var again = await AddAsync(desk, client, ("b.jpg", Pictures.File(5)));

        await desk.WorkOffAsync();

        var decision = await DecisionAsync(desk, again);
        Assert.Equal(new EvidenceFacts(0, 0, 1), decision.Facts.Evidence);
        Assert.Equal(FindingResult.Doubtful, decision.Evaluation.Findings.Single(finding => finding.Rule == "evidence").Result);
        Assert.NotEqual(Route.Approve, decision.Route);
    }

    [Fact]
    public async Task A_photo_of_a_request_that_was_withdrawn_may_come_again()
    {
        await using var desk = await AutomationDesk.OpenAsync(DatabaseProvider.Sqlite);
        var client = await AddClientAsync(desk);
        await AddAsync(desk, client, ARefund().Cancelled(), ("a.jpg", Pictures.File(5)));
        var again = await AddAsync(desk, client, ("b.jpg", Pictures.File(5)));

        await desk.WorkOffAsync();

        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(again)).Status);
    }

    [Theory]
    [InlineData(false, 0, 0, FindingResult.Doubtful, true)]
    [InlineData(false, 1, 0, FindingResult.Doubtful, true)]
    [InlineData(false, 2, 0, FindingResult.Doubtful, false)]
    [InlineData(false, 1, 1, FindingResult.Doubtful, false)]
    [InlineData(true, 0, 0, FindingResult.Doubtful, false)]
    [InlineData(true, 1, 1, FindingResult.Doubtful, false)]
    public void A_receipt_is_for_people_to_read_and_a_photo_of_the_goods_does_not_stand_for_it(bool answered, int photos, int documents, FindingResult result, bool asks)
    {
        var evaluation = Evaluate([EvidenceKind.Photo, EvidenceKind.Receipt], [], answered, new EvidenceFacts(photos, documents, 0));

        Assert.Equal(result, evaluation.Findings.Single(finding => finding.Rule == "evidence").Result);
        Assert.Equal(asks, evaluation.Questions.Count > 0);
    }

    [Fact]
    public void What_came_is_not_asked_for_again_and_a_question_is_asked_all_the_same()
    {
        var evaluation = Evaluate([EvidenceKind.Photo], ["Which side is scratched?"], answered: false, new EvidenceFacts(1, 0, 0));

        Assert.Equal(["Which side is scratched?"], evaluation.Questions);
        Assert.Equal(FindingResult.Passed, Evaluate([EvidenceKind.Photo], ["Which side is scratched?"], answered: true, new EvidenceFacts(1, 0, 0)).Findings.Single(finding => finding.Rule == "evidence").Result);
    }

    [Theory]
    [InlineData(false, "the customer is asked for a photo", true)]
    [InlineData(true, "the customer answered: see whether a photo came", false)]
    public void A_decision_of_before_says_what_it_said_then(bool answered, string text, bool asks)
    {
        var evaluation = Evaluate([EvidenceKind.Photo], [], answered, null);

        Assert.EndsWith(text, evaluation.Findings.Single(finding => finding.Rule == "evidence").Text, StringComparison.Ordinal);
        Assert.Equal(asks, evaluation.Questions.Count > 0);
    }

    private static PolicyEvaluation Evaluate(EvidenceKind[] wants, string[] questions, bool answered, EvidenceFacts? came)
    {
        var policy = APolicy() with { Evidence = [new EvidenceRule(null, null, 0, wants, questions)] };
        var scene = ARefund().Build();
        return PolicyRules.Evaluate(PoliciesInForce.At([policy], scene.Order.PlacedAt, scene.At), "EUR", scene.Refund.FactsFor(scene.Order, "Europe/Berlin") with { HasAnswered = answered, Evidence = came });
    }

    private static void AssertReplaysEqual(Decision decision)
    {
        var read = DecisionJson.Read(DecisionJson.Write(decision));
        var kinds = read.Facts.Evidence is not null && read.Evaluation.Findings.Any(finding => finding.Rule == "evidence");
        var policy = ReturnPolicy.Standard(Now.AddYears(-1), 100) with { Evidence = kinds ? [new EvidenceRule(null, null, 0, [EvidenceKind.Photo], [])] : [] };

        Assert.Equal([], DecisionReplay.Differences(read, PoliciesInForce.At([policy], Now.AddDays(-9), Now), new RiskRules()).Select(difference => difference.ToString()));
    }

    private static Task<Client> AddClientAsync(AutomationDesk desk, params EvidenceKind[] wants) =>
        desk.Database.AddClientAsync(policy: policy => policy with { Evidence = wants.Length == 0 ? [] : [new EvidenceRule(null, null, 0, wants, [])] });

    private static Task<RefundScene> AddAsync(AutomationDesk desk, Client client, params (string Name, byte[] Bytes)[] files) => AddAsync(desk, client, ARefund(), files);

    private static async Task<RefundScene> AddAsync(AutomationDesk desk, Client client, RefundBuilder refund, params (string Name, byte[] Bytes)[] files)
    {
        var prepared = files.Length == 0 ? [] : Done(await desk.Get<IFileIntake>().PrepareAsync([.. files.Select(file => new ReceivedFile(file.Name, file.Bytes))], Cancelled));
        var scene = refund.Of(AnOrder().Of(client.Id).With(draft => draft with { CustomerReference = $"C-{Next()}" }).WithLine(45_00).PaidByCard(45_00)).Build();
        await using var db = await desk.Database.OpenAsync();
        db.AddRange(scene.Order, scene.Refund);
        var attachments = prepared.Select(file => Attachment.Of(scene.Refund, file, CustomerKim, RequestChannel.Portal, desk.Database.Time.GetUtcNow())).ToList();
        foreach (var (attachment, file) in attachments.Zip(prepared))
        {
            db.Add(attachment);
            await desk.Get<IAttachmentBytes>().KeepAsync(db, attachment, file.Bytes, Cancelled);
        }

        await db.SaveChangesAsync(Cancelled);
        return scene;
    }

    private static async Task<Decision> DecisionAsync(AutomationDesk desk, RefundScene scene)
    {
        await using var db = await desk.Database.OpenAsync();
        return DecisionJson.Read(await db.Decisions.Where(row => row.CaseId == scene.Refund.Id).OrderByDescending(row => row.Id).Select(row => row.Json).FirstAsync(Cancelled));
    }
}
