using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Kit;

/// <summary>Contexts that are never connected: for the model, the migrations and the SQL of a provider without its server.</summary>
internal static class Unconnected
{
    private static readonly Dictionary<DatabaseProvider, Lazy<DeskNode>> Nodes = Enum.GetValues<DatabaseProvider>()
        .ToDictionary(provider => provider, provider => new Lazy<DeskNode>(() => new DeskNode(provider, ConnectionOf(provider), TimeProvider.System)));

    /// <summary>A context that sees every client's rows of a server nobody listens on.</summary>
    public static Task<RefundDeskDbContext> OpenAsync(DatabaseProvider provider) =>
        Nodes[provider].Value.Database.OpenAsync(ClientScope.Everything, TestContext.Current.CancellationToken);

    private static string ConnectionOf(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.PostgreSql => "Host=127.0.0.1;Port=1;Database=nowhere",
        DatabaseProvider.SqlServer => "Server=127.0.0.1,1;Database=nowhere;Encrypt=True",
        _ => "Data Source=nowhere.db;Mode=ReadOnly",
    };
}
