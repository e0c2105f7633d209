namespace RefundDesk.Tests.Architecture;

/// <summary>Contexts are opened in one place, and nothing reads or writes past the filter that keeps clients apart.</summary>
public sealed class DatabaseDoorsTests
{
    private const string EntityFramework = "Microsoft.EntityFrameworkCore.";

    private static readonly string[] BannedCalls =
    [
        "IgnoreQueryFilters", "FromSql", "FromSqlRaw", "FromSqlInterpolated", "SqlQueryRaw", "Find", "FindAsync", "Attach", "AttachRange", "Update", "UpdateRange",
    ];

    /// <summary>Where a banned call is made all the same, with the reason. Types inside them, such as the compiler's, are meant too.</summary>
    private static readonly Dictionary<string, string> MayCall = new()
    {
        ["Infrastructure.Persistence.BatchSave"] = "Goes on with cases it has just stored itself, in a context of every client.",
    };

    /// <summary>Who may hold a context it did not open: those that make them, and Identity's stores.</summary>
    private static readonly string[] MayHoldContexts = ["Infrastructure.Persistence", "Infrastructure.Identity"];

    [Fact]
    public void Nothing_reads_or_writes_past_the_filters() => Assert.DoesNotContain(BannedIn(Rooms.Web), call => !MayCall.Keys.Any(call.From.Contains));

    [Fact]
    public void A_planted_call_past_the_filters_is_caught() => Assert.Contains(BannedIn(Rooms.Planted), call => call.To.EndsWith("::IgnoreQueryFilters", StringComparison.Ordinal));

    [Fact]
    public void Contexts_are_made_by_persistence_alone()
    {
        var makers = Rooms.Uses(Rooms.In(Rooms.Web))
            .Where(use => use.To.StartsWith(EntityFramework + "IDbContextFactory", StringComparison.Ordinal))
            .Select(use => Rooms.First(Rooms.Path(use.From, Rooms.Web)!, 2))
            .Distinct();

        Assert.Equal(["Infrastructure.Persistence"], makers);
    }

    [Fact]
    public void Nobody_is_handed_a_context_that_sees_every_client()
    {
        var constructors = RefundDesk.Web.DeskHost.CreateBuilder([]).Services
            .Select(service => service.IsKeyedService ? service.KeyedImplementationType : service.ImplementationType)
            .OfType<Type>()
            .Where(type => type.Assembly == typeof(RefundDesk.Web.DeskHost).Assembly)
            .Where(type => !MayHoldContexts.Any(room => (Rooms.Path(type.FullName!, Rooms.Web) ?? string.Empty).StartsWith(room, StringComparison.Ordinal)))
            .SelectMany(type => type.GetConstructors())
            .Where(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(RefundDesk.Web.Infrastructure.Persistence.RefundDeskDbContext)))
            .Select(constructor => constructor.DeclaringType!.FullName);

        Assert.Empty(constructors);
    }

    private static IEnumerable<Breach> BannedIn(string root) => Rooms.Calls(Rooms.In(root))
        .Where(call => call.To.StartsWith(EntityFramework, StringComparison.Ordinal) && BannedCalls.Any(banned => call.To.EndsWith($"::{banned}", StringComparison.Ordinal)));
}
