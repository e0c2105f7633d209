using System.Reflection;
using RefundDesk.Web.Infrastructure.Persistence;
using Xunit.Sdk;
using Xunit.v3;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// Runs a theory once for each database: SQLite always, a server where its connection string is given, else visibly skipped.
/// The test takes a <see cref="DatabaseProvider"/> and makes a database with <see cref="TestDatabase.CreateAsync"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DatabaseMatrixAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Enum.GetValues<DatabaseProvider>().Select(Row)]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static TheoryDataRow<DatabaseProvider> Row(DatabaseProvider provider) => new(provider) { Skip = TestServers.WhySkipped(provider) };
}
