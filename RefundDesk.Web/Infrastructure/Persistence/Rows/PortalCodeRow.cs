using RefundDesk.Domain.Clients;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>
/// A customer who asks to be let in to one order. Every question leaves a row, whether or not there is such an order: whoever asks is answered
/// without anybody having looked. Neither the address nor the code is stored, only what they can be told by.
/// </summary>
public sealed class PortalCodeRow : IClientRow
{
    /// <summary>The key of the row; part of the address of the page that takes the code.</summary>
    public required Guid Id { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>The order as it was typed.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>SHA-256 of this row's key and the e-mail address or postcode that was typed.</summary>
    public required string ProofHash { get; init; }

    /// <summary>The language to write in, two letters.</summary>
    public required string Language { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>From when its code opens nothing, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it is looked at, UTC; null once it was.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The code, stretched; null while there is none, and for ever where order and address do not belong together.</summary>
    public string? CodeHash { get; set; }

    /// <summary>Codes that were tried.</summary>
    public int Tries { get; set; }

    /// <summary>When the code let somebody in, UTC; it does so once.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
