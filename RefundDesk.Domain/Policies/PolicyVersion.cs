using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Policies;

/// <summary>
/// One version of a client's policy: the document, and how far it has come. Drafted by people, agreed to by another person than any
/// who wrote it, active from a date. From then on it never changes; what is wrong with it is put right by the next one.
/// </summary>
public sealed class PolicyVersion
{
    private const int ShortestText = 3;
    private const int LongestText = 400;
    private const char Between = '\n';

    private PolicyVersion() => Content = ContentHash = AuthorIds = AuthorNames = Comment = null!;

    /// <summary>Whose policy.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>1, 2, 3 … for the client, in the order they were drafted.</summary>
    public int Version { get; private init; }

    /// <summary>How far it has come.</summary>
    public PolicyState State { get; private set; }

    /// <summary>From when it holds, UTC; null until that is decided, and once withdrawn.</summary>
    public DateTimeOffset? ActiveFrom { get; private set; }

    /// <summary>The document as JSON.</summary>
    public string Content { get; private set; }

    /// <summary>SHA-256 of the content, 64 hexadecimal digits: what was agreed to is what holds.</summary>
    public string ContentHash { get; private set; }

    /// <summary>The keys of the people who wrote any of it, one a line.</summary>
    public string AuthorIds { get; private set; }

    /// <summary>The names of who wrote any of it, one a line.</summary>
    public string AuthorNames { get; private set; }

    /// <summary>What it changes and why, 3 to 400 characters.</summary>
    public string Comment { get; private set; }

    /// <summary>Drafted, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Last written, UTC.</summary>
    public DateTimeOffset EditedAt { get; private set; }

    /// <summary>Who agreed to it as it stands.</summary>
    public UserId? ReviewerId { get; private set; }

    /// <summary>What people read of who agreed.</summary>
    public string? ReviewerName { get; private set; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>Who let it hold.</summary>
    public string? ActivatedBy { get; private set; }

    /// <summary>When that was decided, UTC.</summary>
    public DateTimeOffset? ActivatedAt { get; private set; }

    /// <summary>Why it was sent back or withdrawn.</summary>
    public string? Reason { get; private set; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Revision { get; private set; }

    /// <summary>The names of who wrote it.</summary>
    public IReadOnlyList<string> Authors => AuthorNames.Split(Between);

    /// <summary>The document, with the number and the date of this version.</summary>
    /// <exception cref="InvalidOperationException">What is stored is no document: a defect, since only documents are.</exception>
    public ReturnPolicy Document =>
        PolicyJson.ReadStored(Content) is { Document: { } document }
            ? document with { Version = Version, ActiveFrom = ActiveFrom ?? CreatedAt }
            : throw new InvalidOperationException($"Policy {Version} of client {ClientId} cannot be read.");

    /// <summary>What stands between this version and its review.</summary>
    public IReadOnlyList<PolicyFault> Faults => PolicyChecks.Faults(Document);

    /// <summary>False where the stored text is not the one that was written: somebody changed it past the application.</summary>
    public bool IsIntact => ContentHash == HashOf(Content);

    /// <summary>True from its date on.</summary>
    public bool HasBegun(DateTimeOffset at) => State == PolicyState.Active && ActiveFrom <= at;

    /// <summary>True where this person wrote any of it.</summary>
    public bool IsAuthor(UserId? person) => person is { } id && AuthorIds.Split(Between).Contains(id.ToString());

    /// <summary>The version in force at an instant: of those that are active and have begun, the one that began last.</summary>
    public static PolicyVersion? InForce(IEnumerable<PolicyVersion> versions, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(versions);
        return versions.Where(version => version.HasBegun(at)).MaxBy(version => version.ActiveFrom);
    }

    /// <summary>A client's first version. It holds at once: there is nothing yet that it could take from anybody.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="policy">The document; it holds from its own date.</param>
    /// <param name="by">Who.</param>
    public static PolicyVersion First(ClientId client, ReturnPolicy policy, Actor by)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(by);
        var first = new PolicyVersion { ClientId = client, Version = policy.Version, CreatedAt = policy.ActiveFrom, AuthorIds = string.Empty, AuthorNames = string.Empty, Comment = "The client's first policy" };
        first.Write(PolicyJson.Write(policy), by, policy.ActiveFrom);
        (first.State, first.ActiveFrom, first.ActivatedBy, first.ActivatedAt) = (PolicyState.Active, policy.ActiveFrom, by.Name, policy.ActiveFrom);
        return first;
    }

    /// <summary>Drafts a version. A document with faults may be kept, a text that is no document may not.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="version">The next number.</param>
    /// <param name="text">The document as JSON.</param>
    /// <param name="comment">What it changes and why.</param>
    /// <param name="by">Who writes.</param>
    /// <param name="at">UTC.</param>
    /// <returns>The draft; or <c>policy.unreadable</c>, <c>policy.comment-missing</c>.</returns>
    public static Outcome<PolicyVersion> Draft(ClientId client, int version, string text, string comment, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        var content = Readable(text, version, at);
        if (!content.Succeeded)
        {
            return content.Refusal;
        }

        if (!IsText(comment))
        {
            return PolicyRefusals.CommentMissing;
        }

        var draft = new PolicyVersion { ClientId = client, Version = version, CreatedAt = at, AuthorIds = string.Empty, AuthorNames = string.Empty, Comment = comment.Trim() };
        draft.Write(content.Value, by, at);
        return draft;
    }

    /// <summary>Writes it anew. What was reviewed is a draft again.</summary>
    /// <returns>Done; or <c>policy.not-allowed</c>, <c>policy.unreadable</c>, <c>policy.comment-missing</c>.</returns>
    public Outcome Edit(string text, string comment, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!PolicyLife.Knows(State, PolicyStep.Edit))
        {
            return PolicyRefusals.NotAllowed(State, PolicyStep.Edit);
        }

        var content = Readable(text, Version, CreatedAt);
        if (!content.Succeeded)
        {
            return content.Refusal;
        }

        if (!IsText(comment))
        {
            return PolicyRefusals.CommentMissing;
        }

        if (content.Value == Content && comment.Trim() == Comment)
        {
            return Outcome.Ok;
        }

        Comment = comment.Trim();
        Reason = null;
        Unreview();
        Write(content.Value, by, at);
        return Outcome.Ok;
    }

    /// <summary>Agrees to it as it stands.</summary>
    /// <returns>Done; or <c>policy.not-allowed</c>, <c>policy.needs-person</c>, <c>policy.own-review</c>, <c>policy.faulty</c>.</returns>
    public Outcome Review(Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!PolicyLife.Knows(State, PolicyStep.Review))
        {
            return PolicyRefusals.NotAllowed(State, PolicyStep.Review);
        }

        if (by is not { Kind: ActorKind.Person, Id: not null })
        {
            return PolicyRefusals.NeedsPerson;
        }

        if (IsAuthor(by.Id))
        {
            return PolicyRefusals.OwnReview;
        }

        if (Faults is { Count: > 0 } faults)
        {
            return PolicyRefusals.Faulty(PolicyRefusals.Words(faults));
        }

        (State, ReviewerId, ReviewerName, ReviewedAt, Reason) = (PolicyState.Reviewed, by.Id, by.Name, at, null);
        Revision++;
        return Outcome.Ok;
    }

    /// <summary>Gives it back to who wrote it, with the reason; a draft stays one.</summary>
    /// <returns>Done; or <c>policy.not-allowed</c>, <c>policy.reason-missing</c>.</returns>
    public Outcome SendBack(string reason)
    {
        if (!PolicyLife.Knows(State, PolicyStep.SendBack))
        {
            return PolicyRefusals.NotAllowed(State, PolicyStep.SendBack);
        }

        if (!IsText(reason))
        {
            return PolicyRefusals.ReasonMissing;
        }

        Unreview();
        Reason = reason.Trim();
        Revision++;
        return Outcome.Ok;
    }

    /// <summary>Lets it hold from a date.</summary>
    /// <param name="from">From when, UTC; null at once.</param>
    /// <param name="others">The client's versions: each must have begun, or begin, before this one does.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>Done; or <c>policy.not-allowed</c>, <c>policy.needs-person</c>, <c>policy.in-the-past</c>, <c>policy.not-after</c>, <c>policy.faulty</c>.</returns>
    public Outcome Activate(DateTimeOffset? from, IEnumerable<PolicyVersion> others, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!PolicyLife.Knows(State, PolicyStep.Activate))
        {
            return PolicyRefusals.NotAllowed(State, PolicyStep.Activate);
        }

        if (by is not { Kind: ActorKind.Person, Id: not null })
        {
            return PolicyRefusals.NeedsPerson;
        }

        var start = InMicroseconds(from ?? at);
        if (from < at)
        {
            return PolicyRefusals.InThePast;
        }

        if (others.Where(other => other.State == PolicyState.Active && other != this).MaxBy(other => other.ActiveFrom) is { ActiveFrom: { } last } latest && start <= last)
        {
            return PolicyRefusals.NotAfter(latest.Version, last.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture));
        }

        if (Faults is { Count: > 0 } faults)
        {
            // The checks may have become stricter since the review.
            return PolicyRefusals.Faulty(PolicyRefusals.Words(faults));
        }

        (State, ActiveFrom, ActivatedBy, ActivatedAt) = (PolicyState.Active, start, by.Name, at);
        Revision++;
        return Outcome.Ok;
    }

    /// <summary>Gives it up, as long as it has held for nobody.</summary>
    /// <returns>Done; or <c>policy.not-allowed</c>, <c>policy.in-force</c>, <c>policy.reason-missing</c>.</returns>
    public Outcome Withdraw(string reason, DateTimeOffset at)
    {
        if (!PolicyLife.Knows(State, PolicyStep.Withdraw))
        {
            return PolicyRefusals.NotAllowed(State, PolicyStep.Withdraw);
        }

        if (HasBegun(at))
        {
            return PolicyRefusals.InForce;
        }

        if (!IsText(reason))
        {
            return PolicyRefusals.ReasonMissing;
        }

        (State, ActiveFrom, Reason) = (PolicyState.Withdrawn, null, reason.Trim());
        Revision++;
        return Outcome.Ok;
    }

    /// <summary>Drafts a version with the content of this one. It needs a review like any other.</summary>
    /// <param name="version">The next number.</param>
    /// <param name="reason">Why one goes back.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">UTC.</param>
    /// <returns>The draft; or <c>policy.not-allowed</c>, <c>policy.never-in-force</c>, <c>policy.reason-missing</c>.</returns>
    public Outcome<PolicyVersion> RollBack(int version, string reason, Actor by, DateTimeOffset at)
    {
        if (!PolicyLife.Knows(State, PolicyStep.RollBack))
        {
            return PolicyRefusals.NotAllowed(State, PolicyStep.RollBack);
        }

        if (!HasBegun(at))
        {
            return PolicyRefusals.NeverInForce;
        }

        var comment = string.Create(CultureInfo.InvariantCulture, $"Back to version {Version}: {reason?.Trim()}");
        return IsText(reason) && comment.Length <= LongestText ? Draft(ClientId, version, Content, comment, by, at) : PolicyRefusals.ReasonMissing;
    }

    private static bool IsText(string? text) => text?.Trim() is { Length: >= ShortestText and <= LongestText } trimmed && !trimmed.Contains('\0', StringComparison.Ordinal);

    /// <summary>Databases keep microseconds; the date that was decided must be the one that is stored.</summary>
    private static DateTimeOffset InMicroseconds(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>The content in the one way it is written, so that the same document is the same text.</summary>
    private static Outcome<string> Readable(string text, int version, DateTimeOffset at)
    {
        var reading = PolicyJson.Read(text);
        return reading.Document is { } document
            ? PolicyJson.Write(document with { Version = version, ActiveFrom = at })
            : PolicyRefusals.Unreadable(PolicyRefusals.Words(reading.Faults));
    }

    private static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private void Unreview() => (State, ReviewerId, ReviewerName, ReviewedAt) = (PolicyState.Draft, null, null, null);

    private void Write(string content, Actor by, DateTimeOffset at)
    {
        Content = content;
        ContentHash = HashOf(content);
        AuthorIds = With(AuthorIds, by.Id?.ToString());
        AuthorNames = With(AuthorNames, by.Name);
        EditedAt = at;
        Revision++;
    }

    private static string With(string list, string? one) =>
        string.IsNullOrEmpty(one) || list.Split(Between).Contains(one) ? list : list.Length == 0 ? one : $"{list}{Between}{one}";
}
