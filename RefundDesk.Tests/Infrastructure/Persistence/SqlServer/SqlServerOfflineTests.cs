using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Providers.SqlServer;

namespace RefundDesk.Tests.Infrastructure.Persistence.SqlServer;

/// <summary>SQL Server without a server: tables, migrations and every statement, checked by its own parser and its own schema model.</summary>
public sealed class SqlServerOfflineTests
{
    private static readonly Lazy<Task<string>> LazyDdl = new(DdlAsync);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tables_are_valid() => Assert.Empty(SqlServerScript.Faults(SqlServerScript.Model(await LazyDdl.Value)));

    [Fact]
    public async Task The_migrations_are_sql_that_the_server_understands()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.SqlServer);

        foreach (var options in new[] { MigrationsSqlGenerationOptions.Script, MigrationsSqlGenerationOptions.Script | MigrationsSqlGenerationOptions.Idempotent })
        {
            var script = db.GetService<IMigrator>().GenerateScript(options: options);

            Assert.Contains("CREATE TABLE", script, StringComparison.Ordinal);
            Assert.Empty(SqlServerScript.Parse(script));
        }
    }

    [Fact]
    public async Task Every_statement_is_understood_and_names_what_there_is()
    {
        var statements = await CaptureAsync();

        Assert.All(statements, statement => Assert.Empty(SqlServerScript.Parse(statement.Sql.Text)));
        Assert.Empty(SqlServerScript.FaultsOf(SqlServerScript.Model(await LazyDdl.Value), statements));
    }

    [Fact]
    public async Task Saving_is_looked_at_in_batches_that_merge()
    {
        var inserts = (await CaptureAsync()).Where(statement => statement.Name.StartsWith("InsertEverything", StringComparison.Ordinal)).ToArray();

        Assert.Contains(inserts, insert => insert.Sql.Text.Contains("MERGE ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_model_asks_for_nothing_the_server_refuses()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.SqlServer);

        Assert.Empty(SqlServerModelRules.Faults(db.GetService<IDesignTimeModel>().Model));
    }

    [Fact]
    public async Task Aggregates_are_clustered_by_a_growing_number()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.SqlServer);
        var model = db.GetService<IDesignTimeModel>().Model;

        var random = model.GetEntityTypes().Where(type => !type.IsMappedToJson() && type.FindPrimaryKey() is { Properties: [{ } only] } key
            && only.GetColumnType() == "uniqueidentifier" && key.IsClustered() != false && type.ClrType.Namespace!.StartsWith("RefundDesk.Domain", StringComparison.Ordinal));

        Assert.Empty(random.Select(type => type.ClrType.Name));
    }

    [Theory]
    [InlineData("SELECT * FROM [Orders] LIMIT 10")]
    [InlineData("INSERT INTO [Orders] ([Id]) VALUES (1) ON CONFLICT DO NOTHING")]
    [InlineData("UPDATE [Outbox] SET [Attempts] = 1 RETURNING [Id]")]
    [InlineData("SELECT [Id] FROM [Outbox] FOR UPDATE SKIP LOCKED")]
    [InlineData("SELECT [Id] FROM [Outbox] WITH (SKIPPAST)")]
    public void The_parser_catches_another_dialect(string sql) => Assert.NotEmpty(SqlServerScript.Parse(sql));

    [Theory]
    [InlineData("SELECT [NoSuchColumn] FROM [Orders]")]
    [InlineData("SELECT [Id] FROM [NoSuchTable]")]
    [InlineData("UPDATE [Outbox] SET [NoSuchColumn] = 1")]
    [InlineData("SELECT [Id] FROM [Orders] AS [o] INNER JOIN [RefundCases] AS [r] ON [r].[OrderId] = [o].[Id]")]
    [InlineData("UPDATE [Outbox] SET [Attempts] = @undeclared")]
    public async Task The_model_catches_a_statement_that_names_what_there_is_not(string sql) =>
        Assert.NotEmpty(SqlServerScript.FaultsOf(SqlServerScript.Model(await LazyDdl.Value), [("Planted", new CapturedSql(sql, []))]));

    [Fact]
    public async Task The_model_catches_a_table_that_refers_to_what_there_is_not()
    {
        var ddl = await LazyDdl.Value + "\nGO\nCREATE TABLE [Planted] ([Id] int NOT NULL, CONSTRAINT [FK_Planted] FOREIGN KEY ([Id]) REFERENCES [Orders] ([NoSuchColumn]));\nGO\n";

        Assert.NotEmpty(SqlServerScript.Faults(SqlServerScript.Model(ddl)));
    }

    [Fact]
    public void The_rules_of_the_model_catch_what_is_planted()
    {
        using var db = new PlantedContext(new DbContextOptionsBuilder<PlantedContext>().UseSqlServer("Server=nowhere").Options);

        var faults = SqlServerModelRules.Faults(db.GetService<IDesignTimeModel>().Model);

        string[] expected =
        [
            "a delete reaches Child in two ways", "is set to null where it is required", "cascades to its own table", "has a column without a length",
            "bytes wide", "is longer than 4000", "has more than 38 digits", "the default is a",
        ];
        Assert.All(expected, fault => Assert.Contains(faults, found => found.Contains(fault, StringComparison.Ordinal)));
    }

    private static async Task<string> DdlAsync()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.SqlServer);
        return db.Database.GenerateCreateScript();
    }

    private static async Task<List<(string Name, CapturedSql Sql)>> CaptureAsync()
    {
        var captured = new List<(string Name, CapturedSql Sql)>();
        foreach (var (name, run) in SqlServerStatements.OfContexts)
        {
            await CaptureAsync(captured, name, async services =>
            {
                await using var db = await services.GetRequiredService<DeskDatabase>().OpenAsync(ClientScope.Everything, Cancelled);
                await run(db, Cancelled);
            });
        }

        foreach (var (name, run) in SqlServerStatements.OfUseCases)
        {
            await CaptureAsync(captured, name, services => run(services, Cancelled));
        }

        return captured;
    }

    private static async Task CaptureAsync(List<(string Name, CapturedSql Sql)> captured, string name, Func<IServiceProvider, Task> run)
    {
        var capture = new SqlCapture();
        var builder = DeskHost.CreateBuilder(
        [
            .. DeskNode.Settings(DatabaseProvider.SqlServer, "Server=127.0.0.1,1;Database=nowhere;Encrypt=True").Select(setting => $"--{setting.Key}={setting.Value}"),
            "--Database:SqlServer:MaxBatchSize=1000",
        ]);
        builder.Services.ConfigureDbContext<SqlServerRefundDeskDbContext>(options => options.AddInterceptors(capture));
        builder.Services.AddScoped<ICurrentUser, Operator>();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        await run(scope.ServiceProvider);
        Assert.True(capture.Captured.Count > 0, $"{name} sent nothing.");
        captured.AddRange(capture.Captured.Select((sql, i) => ($"{name} {i + 1}", sql)));
    }

    private sealed class Operator : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeskPrincipal.Operator);
    }

    private sealed class PlantedContext(DbContextOptions<PlantedContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity("Parent", parent =>
            {
                parent.Property<int>("Id");
                parent.Property<string>("Unbounded").HasColumnType("nvarchar(max)");
                parent.Property<int>("Wrong").Metadata.SetAnnotation(RelationalAnnotationNames.DefaultValue, "text");
                parent.Property<string>("Long").HasColumnType("nvarchar(4001)");
                parent.Property<decimal>("Wide").HasColumnType("decimal(39,2)");
                parent.Property<int?>("ParentId");
                parent.Property<string>("Key").HasMaxLength(900);
                parent.HasKey("Id");
                parent.HasIndex("Unbounded");
                parent.HasIndex("Key");
                parent.HasOne("Parent").WithMany().HasForeignKey("ParentId").OnDelete(DeleteBehavior.Cascade);
            });
            modelBuilder.Entity("Middle", middle =>
            {
                middle.Property<int>("Id");
                middle.Property<int>("ParentId");
                middle.HasKey("Id");
                middle.HasOne("Parent").WithMany().HasForeignKey("ParentId").OnDelete(DeleteBehavior.Cascade);
            });
            modelBuilder.Entity("Child", child =>
            {
                child.Property<int>("Id");
                child.Property<int>("ParentId");
                child.Property<int>("MiddleId");
                child.HasKey("Id");
                child.HasOne("Parent").WithMany().HasForeignKey("ParentId").OnDelete(DeleteBehavior.Cascade);
                child.HasOne("Middle").WithMany().HasForeignKey("MiddleId").OnDelete(DeleteBehavior.SetNull);
            });
        }
    }
}
