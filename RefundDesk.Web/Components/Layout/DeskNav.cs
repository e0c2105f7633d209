using System.Reflection;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Components.Layout;

/// <summary>One room in the list on the left.</summary>
/// <param name="Title">What people read.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Permission">Who may enter.</param>
/// <param name="Group">The heading it stands under; empty for the first ones.</param>
/// <param name="Keys">The keys that lead there, pressed one after the other.</param>
/// <param name="Counter">The name of its counter; null where nothing is counted.</param>
/// <param name="IsTrouble">True where anything above zero is a worry.</param>
public sealed record NavEntry(string Title, string Href, Permission Permission, string Group, string? Keys = null, string? Counter = null, bool IsTrouble = false);

/// <summary>The list on the left, by role.</summary>
public static class DeskNav
{
    private static readonly NavEntry[] All =
    [
        new("Needs review", "/queues/review", Permission.ViewCases, string.Empty, "g q", "review"),
        new("Awaiting approval", "/queues/approval", Permission.ViewCases, string.Empty, "g p", "approval"),
        new("Waiting for customer", "/queues/information", Permission.ViewCases, string.Empty, "g i", "information"),
        new("Waiting for goods", "/queues/return", Permission.ViewCases, string.Empty, "g o", "return"),
        new("Payout problems", "/queues/payout-problems", Permission.ViewCases, string.Empty, "g x", "payout-problems", IsTrouble: true),
        new("All cases", "/queues/all", Permission.ViewCases, string.Empty, "g a"),
        new("New request", "/requests/new", Permission.RequestRefunds, string.Empty, "g n"),
        new("Withdrawals", "/withdrawals", Permission.RequestRefunds, string.Empty, "g w", "withdrawals"),
        new("Mails", "/mails", Permission.RequestRefunds, string.Empty, "g m", "mails"),
        new("Customers", "/customers", Permission.CareForCustomers, string.Empty, "g k"),
        new("Policies", "/policies", Permission.ViewPolicies, "Rules", "g l"),
        new("Deputies", "/deputies", Permission.ApproveRefunds, "Rules", "g v"),
        new("Dashboard", "/dashboard", Permission.ViewReports, "Figures", "g d"),
        new("Reports", "/reports", Permission.ViewReports, "Figures", "g r"),
        new("Deputies", "/deputies", Permission.Administer, "Administration", "g v"),
        new("People", "/admin/users", Permission.Administer, "Administration", "g u"),
        new("Clients", "/admin/clients", Permission.Administer, "Administration", "g c"),
        new("API keys", "/admin/api-keys", Permission.Administer, "Administration", "g y"),
        new("Shops", "/admin/sources", Permission.ViewSources, "Administration", "g s"),
        new("Imports", "/imports", Permission.Import, "Administration", "g b"),
        new("Changes", "/admin/changes", Permission.Administer, "Administration", "g h"),
    ];

    private static readonly string[][] Pages = [.. typeof(DeskNav).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => Parts(route.Template))];

    /// <summary>What a role sees; an entry without a page stays out.</summary>
    public static IEnumerable<NavEntry> For(Role? role) =>
        role is null ? [] : All.Where(entry => RolePermissions.Of(role.Value).Contains(entry.Permission) && HasPage(entry.Href));

    /// <summary>Where a role's day begins.</summary>
    public static string HomeOf(Role? role)
    {
        var wanted = role switch
        {
            Role.Agent => "/queues/review",
            Role.Supervisor => "/queues/approval",
            Role.ClientViewer => "/dashboard",
            Role.Administrator => "/admin/users",
            _ => null,
        };
        return wanted is not null && HasPage(wanted) ? wanted : For(role).FirstOrDefault()?.Href ?? "/account";
    }

    /// <summary>True where some page answers an address.</summary>
    public static bool HasPage(string href)
    {
        var parts = Parts(href);
        return Array.Exists(Pages, page => page.Length == parts.Length && page.Zip(parts).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second));
    }

    private static string[] Parts(string address) => address.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
