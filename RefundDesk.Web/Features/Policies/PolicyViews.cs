using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>A client in the list of policies.</summary>
/// <param name="Key">The client's key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="InForce">The number of the version in force; null where there is none.</param>
/// <param name="Since">From when it holds, UTC.</param>
/// <param name="Next">The version that follows, where one is scheduled.</param>
/// <param name="NextFrom">From when that holds, UTC.</param>
/// <param name="Drafts">How many are being written.</param>
/// <param name="Reviewed">How many are reviewed and wait for a date.</param>
public sealed record PolicyClientRow(string Key, string Name, int? InForce, DateTimeOffset? Since, int? Next, DateTimeOffset? NextFrom, int Drafts, int Reviewed);

/// <summary>A version in a client's list.</summary>
public sealed record PolicyVersionRow
{
    /// <summary>Its number.</summary>
    public required int Version { get; init; }

    /// <summary>How far it has come.</summary>
    public required PolicyState State { get; init; }

    /// <summary>Holds now.</summary>
    public required bool IsInForce { get; init; }

    /// <summary>Has begun, and another one has followed.</summary>
    public required bool IsOver { get; init; }

    /// <summary>From when it holds, UTC.</summary>
    public required DateTimeOffset? ActiveFrom { get; init; }

    /// <summary>Who wrote it.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary>Last written, UTC.</summary>
    public required DateTimeOffset EditedAt { get; init; }

    /// <summary>Who agreed to it.</summary>
    public required string? Reviewer { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>Who let it hold.</summary>
    public required string? ActivatedBy { get; init; }

    /// <summary>What it changes and why.</summary>
    public required string Comment { get; init; }

    /// <summary>Why it was sent back or withdrawn.</summary>
    public required string? Reason { get; init; }

    /// <summary>Which state of it this is.</summary>
    public required long Revision { get; init; }

    /// <summary>The reader wrote part of it.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>What the reader may do with it.</summary>
    public required IReadOnlyList<PolicyStep> Steps { get; init; }
}

/// <summary>A client's versions, the newest first.</summary>
/// <param name="Key">The client's key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Currency">In which its limits are.</param>
/// <param name="TimeZone">In which its days are counted.</param>
/// <param name="Versions">The versions.</param>
/// <param name="MayDraft">Whether the reader may draft one.</param>
public sealed record PolicyVersionList(string Key, string Name, Currency Currency, TimeZoneInfo TimeZone, IReadOnlyList<PolicyVersionRow> Versions, bool MayDraft);

/// <summary>One version, whole.</summary>
/// <param name="Shelf">The client and its versions.</param>
/// <param name="Row">The version among them.</param>
/// <param name="Content">Its document as JSON.</param>
/// <param name="Document">The same, read.</param>
/// <param name="Faults">What stands between it and its review.</param>
public sealed record PolicyVersionView(PolicyVersionList Shelf, PolicyVersionRow Row, string Content, ReturnPolicy Document, IReadOnlyList<PolicyFault> Faults);
