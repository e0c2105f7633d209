using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>Automation stopped itself in one way for one version; it goes on when a supervisor says so. One row is open at most for each.</summary>
public sealed class BreakerTripRow : IClientRow
{
    /// <summary>Grows with every stop.</summary>
    public long Id { get; private init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>The policy version whose limit it was.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>What stopped, see <see cref="Domain.Policies.BreakerLimit.Rule"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>Decisions of the hour before.</summary>
    public required long Count { get; init; }

    /// <summary>What they came to, minor units of the client's currency.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>The limit on decisions; null where there was none.</summary>
    public int? CountLimit { get; init; }

    /// <summary>The limit on the amount, minor units; null where there was none.</summary>
    public long? AmountLimitMinor { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When a supervisor let it go on, UTC; null while it is stopped.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>Who did.</summary>
    public UserId? ResolvedById { get; set; }

    /// <summary>The name, as it was.</summary>
    public string? ResolvedByName { get; set; }

    /// <summary>Why, in the supervisor's words.</summary>
    public string? Reason { get; set; }
}
