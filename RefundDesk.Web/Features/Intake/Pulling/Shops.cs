using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>The connectors there are, by kind, and the way into each shop.</summary>
public sealed class Shops(IEnumerable<IOrderSource> sources, SourceSecrets secrets)
{
    private readonly Dictionary<string, IOrderSource> _sources = sources.ToDictionary(source => source.Kind, StringComparer.Ordinal);

    /// <summary>What a source can be, in order.</summary>
    public IReadOnlyList<string> Kinds => [.. _sources.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The connector of a kind; null where this desk has none.</summary>
    public IOrderSource? Find(string kind) => _sources.GetValueOrDefault(kind);

    /// <summary>A shop with the way in; or <c>source.secret</c>, <c>source.unknown-kind</c>.</summary>
    internal Outcome<OpenShop> Open(OrderSourceRow source)
    {
        var access = secrets.Open(source);
        return !access.Succeeded ? access.Refusal
            : Find(source.Kind) is { } connector ? new OpenShop(connector, access.Value)
            : SourceRefusals.UnknownKind(source.Kind, Kinds);
    }
}

/// <summary>A shop that can be asked. A connector that throws is at fault itself: that is said of its shop, and the others go on.</summary>
internal sealed record OpenShop(IOrderSource Connector, SourceAccess Access)
{
    /// <summary>The next page.</summary>
    public async Task<Outcome<SourcePage>> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await Connector.ReadAsync(Access, cursor, cancellationToken);
        }
#pragma warning disable CA1031 // Shown with the shop and tried again: one connector's defect must not end the loop of all.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Defect(fault);
        }
    }

    /// <summary>Has a refund recorded.</summary>
    public async Task<Outcome<string>> RecordAsync(SourceRefund refund, CancellationToken cancellationToken)
    {
        try
        {
            return await Connector.RecordAsync(Access, refund, cancellationToken);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Defect(fault);
        }
    }

    private static Refusal Defect(Exception fault) => new("source.defect", $"The connector failed: {fault.GetType().Name}: {fault.Message}");
}
