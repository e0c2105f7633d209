using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Simulating;

namespace RefundDesk.Web.Features.Policies.Simulating;

/// <summary>A policy to try out on the past.</summary>
/// <param name="Client">The client's key.</param>
/// <param name="Version">The version, in whatever state.</param>
/// <param name="Days">Days up to today, today included, in the client's time zone; 1 to <see cref="SimulatePolicy.MostDays"/>.</param>
public sealed record SimulationOrder(string Client, int Version, int Days);

/// <summary>How far a simulation has come.</summary>
/// <param name="Done">Decisions taken anew.</param>
/// <param name="All">Decisions there are.</param>
public readonly record struct SimulationProgress(long Done, long All);

/// <summary>What a policy would have changed, with what is needed to read it.</summary>
/// <param name="Order">What was asked for.</param>
/// <param name="ClientName">What people call the retailer.</param>
/// <param name="Currency">Of the client's limits.</param>
/// <param name="TimeZone">In which days are counted.</param>
/// <param name="From">The first day's beginning, UTC.</param>
/// <param name="Policy">The document that was tried.</param>
/// <param name="Result">What came out.</param>
/// <param name="Numbers">The numbers of the listed cases.</param>
public sealed record SimulationReport(
    SimulationOrder Order,
    string ClientName,
    Currency Currency,
    TimeZoneInfo TimeZone,
    DateTimeOffset From,
    ReturnPolicy Policy,
    SimulationResult Result,
    IReadOnlyDictionary<RefundCaseId, RefundNumber> Numbers);
