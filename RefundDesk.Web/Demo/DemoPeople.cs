using Microsoft.AspNetCore.Identity;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Demo;

/// <summary>An account of the demo.</summary>
/// <param name="Name">Who.</param>
/// <param name="What">What the account is good for.</param>
/// <param name="Email">Its address.</param>
/// <param name="Role">Its role.</param>
/// <param name="ShopKey">The shop of a client viewer.</param>
internal sealed record DemoPerson(string Name, string What, string Email, Role Role, string? ShopKey = null);

/// <summary>The four accounts of the demo, shown on its sign-in page.</summary>
internal static class DemoPeople
{
    /// <summary>One password for all: the database is thrown away and reached from this machine alone.</summary>
    public const string Password = "Demo-desk-2026!";

    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new("Priya Raman", "Agent · review queue", "agent@demo.example", Role.Agent),
        new("Astrid Lund", "Supervisor · approvals", "supervisor@demo.example", Role.Supervisor),
        new("Henrik Berg", "Northwind Home · figures", "northwind@demo.example", Role.ClientViewer, "northwind-home"),
        new("Samira Haddad", "Administrator", "admin@demo.example", Role.Administrator),
    ];

    /// <summary>The settings that show the accounts on the sign-in page.</summary>
    public static IEnumerable<string> Settings() => All.SelectMany((person, i) => new[]
    {
        $"--Demo:Accounts:{i}:Name={person.Name}",
        $"--Demo:Accounts:{i}:What={person.What}",
        $"--Demo:Accounts:{i}:Email={person.Email}",
        $"--Demo:Accounts:{i}:Password={Password}",
    });

    /// <summary>Adds them.</summary>
    /// <returns>The people as actors, by role.</returns>
    public static async Task<IReadOnlyDictionary<Role, Actor>> AddAsync(UserManager<DeskUser> users, IReadOnlyDictionary<string, ClientId> shops, DateTimeOffset now)
    {
        var actors = new Dictionary<Role, Actor>();
        foreach (var person in All)
        {
            var user = new DeskUser
            {
                Id = UserId.New(now).Value,
                UserName = person.Email,
                Email = person.Email,
                EmailConfirmed = true,
                DisplayName = person.Name,
                Role = person.Role,
                ClientId = person.ShopKey is null ? null : shops[person.ShopKey],
                CreatedAt = now,
            };
            var added = await users.CreateAsync(user, Password);
            if (!added.Succeeded)
            {
                throw new InvalidOperationException($"The demo account {person.Email} was refused: {string.Join(" ", added.Errors.Select(error => error.Description))}");
            }

            actors[person.Role] = Actor.Person(new UserId(user.Id), person.Name);
        }

        return actors;
    }
}
