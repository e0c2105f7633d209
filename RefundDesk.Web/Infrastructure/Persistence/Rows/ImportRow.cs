using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>How far an import is. One that runs and whose lease ran out was interrupted.</summary>
public enum ImportState
{
    /// <summary>Somebody works on it as long as the lease lasts.</summary>
    Running,

    /// <summary>To its end; lines may have been rejected.</summary>
    Done,

    /// <summary>The file or its map was refused.</summary>
    Refused,

    /// <summary>A person stopped it; what was stored stays.</summary>
    Cancelled,
}

/// <summary>One import of a file over the page or a watched folder: who, what, how far, with which result.</summary>
public sealed class ImportRow : IClientRow
{
    /// <summary>Grows with time.</summary>
    public required Guid Id { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>The kept file it reads, by its key; null where it came by a watched folder.</summary>
    public Guid? UploadId { get; init; }

    /// <summary><c>orders</c> or <c>requests</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether nothing was to be stored.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>What the file was called, at most 200 characters.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal; empty where it could not be read.</summary>
    public required string FileHash { get; init; }

    /// <summary>Size of the file, bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The map, as JSON; null for our own layout.</summary>
    public string? MapJson { get; init; }

    /// <summary>SHA-256 of the names of the columns, by which a map is offered again; null where nobody looked.</summary>
    public string? HeaderHash { get; init; }

    /// <summary>The person; null for a watched folder.</summary>
    public UserId? ById { get; init; }

    /// <summary>What people read.</summary>
    public required string ByName { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How far.</summary>
    public ImportState State { get; set; }

    /// <summary>Who works on it; null once it ended.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when, UTC, unless it is prolonged.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When a person asked it to stop, UTC.</summary>
    public DateTimeOffset? StopAskedAt { get; set; }

    /// <summary>True in the first pass, in which nothing is stored.</summary>
    public bool IsChecking { get; set; }

    /// <summary>Lines read in this pass.</summary>
    public long LinesRead { get; set; }

    /// <summary>Of the file's bytes, in this pass.</summary>
    public int Percent { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Lines stored.</summary>
    public long LinesStored { get; set; }

    /// <summary>Lines that were stored before.</summary>
    public long LinesUnchanged { get; set; }

    /// <summary>Lines that are for the other kind.</summary>
    public long LinesForOtherVerb { get; set; }

    /// <summary>Lines rejected.</summary>
    public long LinesRejected { get; set; }

    /// <summary>Orders or cases stored.</summary>
    public long Stored { get; set; }

    /// <summary>Why it was refused: a stable code.</summary>
    public string? EndCode { get; set; }

    /// <summary>The same in words, at most 1,000 characters.</summary>
    public string? EndText { get; set; }
}
