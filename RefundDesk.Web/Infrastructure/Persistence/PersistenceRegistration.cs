using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Web.Infrastructure.Persistence.Providers.PostgreSql;
using RefundDesk.Web.Infrastructure.Persistence.Providers.Sqlite;
using RefundDesk.Web.Infrastructure.Persistence.Providers.SqlServer;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Puts the configured database in place.</summary>
public static class PersistenceRegistration
{
    /// <summary>The connection string's name.</summary>
    public const string ConnectionName = "RefundDesk";

    /// <summary>Registers the pooled contexts of the configured provider, <see cref="DeskDatabase"/> and the scoped context Identity wants.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsCheck>();
        switch (DatabaseOptionsCheck.ProviderOf(configuration))
        {
            case DatabaseProvider.PostgreSql:
                services.AddSingleton<Dialect, PostgreSqlDialect>();
                AddContexts<PostgreSqlRefundDeskDbContext>(services, (options, connection, settings) =>
                    options.UseNpgsql(connection, npgsql => npgsql.CommandTimeout(settings.CommandTimeoutSeconds)));
                break;
            case DatabaseProvider.SqlServer:
                services.AddSingleton<Dialect, SqlServerDialect>();
                AddContexts<SqlServerRefundDeskDbContext>(services, (options, connection, settings) =>
                    options.UseSqlServer(connection, server => server.CommandTimeout(settings.CommandTimeoutSeconds).UseParameterizedCollectionMode(ParameterTranslationMode.Parameter).MaxBatchSize(settings.SqlServer.MaxBatchSize).UseCompatibilityLevel(160)));
                break;
            default:
                services.AddSingleton<Dialect, SqliteDialect>();
                AddContexts<SqliteRefundDeskDbContext>(services, (options, connection, settings) =>
                    options.UseSqlite(connection, sqlite => sqlite.CommandTimeout(settings.CommandTimeoutSeconds).UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(new SqlitePragmas()));
                break;
        }

        services.AddSingleton<WorkSignal>();
        services.AddSingleton<DeskDatabase>();
        services.AddSingleton<DatabaseMigration>();
        services.AddSingleton<ClientErasure>();
        services.AddSingleton<KnownPolicies>();
        return services;
    }

    private static void AddContexts<TContext>(IServiceCollection services, Action<DbContextOptionsBuilder, string, DatabaseOptions> use)
        where TContext : RefundDeskDbContext
    {
        services.AddPooledDbContextFactory<TContext>((found, options) =>
            use(options, found.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName)!, found.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton<IDbContextFactory<RefundDeskDbContext>, FactoryOf<TContext>>();

        // Identity's stores want a scoped context; people belong to no client, so it sees every client's rows.
        services.AddScoped<RefundDeskDbContext>(found =>
        {
            var db = found.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();
            db.OpenFor(ClientScope.Everything, found.GetRequiredService<Dialect>(), found.GetRequiredService<WorkSignal>());
            return db;
        });
    }

    private sealed class FactoryOf<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<RefundDeskDbContext>
        where TContext : RefundDeskDbContext
    {
        public RefundDeskDbContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<RefundDeskDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await contexts.CreateDbContextAsync(cancellationToken);
    }
}
