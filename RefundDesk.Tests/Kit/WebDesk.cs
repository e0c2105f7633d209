using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// The whole application, served on a free port of this machine, on a database of its own, with a person of each role.
/// <c>await using var desk = await WebDesk.StartAsync(); using var ann = await desk.SignInAsync(Role.Agent);</c>
/// </summary>
internal sealed class WebDesk : IAsyncDisposable
{
    /// <summary>Everybody's.</summary>
    public const string Password = "correct horse battery";

    private readonly WebApplication _app;
    private readonly Dictionary<Role, DeskUser> _people = [];
    private Client? _client;

    private WebDesk(TestDatabase data, WebApplication app)
    {
        Data = data;
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>The database, with its builders; its clock is the application's where that stands still.</summary>
    public TestDatabase Data { get; }

    /// <summary>Where it is served, <c>http://127.0.0.1:…</c>.</summary>
    public Uri Address { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="change">Services of the test in place of the real ones.</param>
    /// <param name="settings">Configuration on top of the shipped one.</param>
    /// <param name="standingClock">Time stands at <see cref="Given.Now"/> until the test moves <c>Data.Time</c>; else it is real.</param>
    /// <param name="provider">The database.</param>
    public static async Task<WebDesk> StartAsync(
        Action<IServiceCollection>? change = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        bool standingClock = false,
        DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var data = await TestDatabase.CreateAsync(provider);
        var all = DeskNode.Settings(provider, data.Connection);
        all["Authentication:KeysFolder"] = Path.Combine(AppContext.BaseDirectory, "test-keys");
        all["Database:MigrateOnStart"] = "false";
        if (standingClock)
        {
            // A clock that is put on by a day would let the loop that looks after shops go round once for each of its seconds.
            all["Pulling:Enabled"] = "false";

            // Nobody would put it on for the moments in which rooms let work gather.
            all["Automation:GatherMilliseconds"] = "0";
            all["Notifications:GatherMilliseconds"] = "0";
        }

        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }

        var builder = DeskHost.CreateBuilder([.. all.Select(setting => $"--{setting.Key}={setting.Value}")]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (standingClock)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(data.Time));
        }

        // Hashing as slowly as in production would be most of the run.
        builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapDesk();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WebDesk(data, app);
    }

    /// <summary>The client of the client viewer, made when it is first asked for.</summary>
    public async Task<Client> ClientAsync() => _client ??= await Data.AddClientAsync();

    /// <summary>The person of a role, made when first asked for: Ann Agent, Sue Supervisor, Vera Viewer, Adam Admin.</summary>
    public async Task<DeskUser> PersonAsync(Role role)
    {
        if (!_people.TryGetValue(role, out var person))
        {
            var name = role switch { Role.Agent => "Ann Agent", Role.Supervisor => "Sue Supervisor", Role.ClientViewer => "Vera Viewer", _ => "Adam Admin" };
            var client = role == Role.ClientViewer ? (await ClientAsync()).Id : (ClientId?)null;
            _people[role] = person = await AddPersonAsync(role, name, client);
        }

        return person;
    }

    /// <summary>One more person.</summary>
    public async Task<DeskUser> AddPersonAsync(Role role, string name, ClientId? client = null)
    {
        var email = $"{name.Replace(' ', '.').ToLowerInvariant()}@desk.example";
        var person = new DeskUser
        {
            Id = UserId.New(TimeProvider.System.GetUtcNow()).Value,
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            DisplayName = name,
            Role = role,
            ClientId = client,
            CreatedAt = Data.Time.GetUtcNow(),
        };
        await WithUsersAsync(users => users.CreateAsync(person, Password));
        return person;
    }

    /// <summary>Works with accounts in a scope of its own.</summary>
    public async Task WithUsersAsync(Func<UserManager<DeskUser>, Task<IdentityResult>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var result = await work(scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>());
        Assert.True(result.Succeeded, result.ToString());
    }

    /// <summary>A visitor nobody knows.</summary>
    public WebVisitor Visit() => new(Address);

    /// <summary>A visitor signed in as the person of a role.</summary>
    public async Task<WebVisitor> SignInAsync(Role role) => await SignInAsync(await PersonAsync(role));

    /// <summary>A visitor signed in as a person.</summary>
    public async Task<WebVisitor> SignInAsync(DeskUser person)
    {
        var visitor = Visit();
        using var answer = await visitor.SignInAsync(person.Email!, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Data.DisposeAsync();
    }
}
