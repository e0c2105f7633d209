using System.Collections.Frozen;

namespace RefundDesk.Domain.People;

/// <summary>One thing that may be done. Checked in every use case, not only on the page.</summary>
public enum Permission
{
    /// <summary>See queues and cases.</summary>
    ViewCases,

    /// <summary>Review a case: ask, send on, approve within the own limit, reject.</summary>
    ReviewCases,

    /// <summary>Approve what waits for a second pair of eyes or is above an agent's limit.</summary>
    ApproveRefunds,

    /// <summary>Put a refund request in on a customer's behalf.</summary>
    RequestRefunds,

    /// <summary>Say what came back and what the customer answered.</summary>
    RecordFacts,

    /// <summary>Hand orders over, one by one or in batches.</summary>
    PushOrders,

    /// <summary>See the clients' policies, every version of them.</summary>
    ViewPolicies,

    /// <summary>Draft, review, activate and withdraw policy versions.</summary>
    OwnPolicies,

    /// <summary>See dashboards and reports of the clients in reach.</summary>
    ViewReports,

    /// <summary>Bring orders and requests in from files.</summary>
    Import,

    /// <summary>See the shops that orders are pulled from, and what is wrong with them.</summary>
    ViewSources,

    /// <summary>Note of customers what changes their cases: merged, deceased, under age, to be forgotten.</summary>
    CareForCustomers,

    /// <summary>Add and change clients, people and keys.</summary>
    Administer,
}

/// <summary>Which role may do what.</summary>
public static class RolePermissions
{
    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> ByRole = new Dictionary<Role, FrozenSet<Permission>>
    {
        [Role.Agent] = new[] { Permission.ViewCases, Permission.ReviewCases, Permission.RequestRefunds, Permission.RecordFacts }.ToFrozenSet(),
        [Role.Supervisor] = new[] { Permission.ViewCases, Permission.ReviewCases, Permission.ApproveRefunds, Permission.RequestRefunds, Permission.RecordFacts, Permission.ViewReports, Permission.ViewPolicies, Permission.OwnPolicies, Permission.ViewSources, Permission.CareForCustomers }.ToFrozenSet(),
        [Role.ClientViewer] = new[] { Permission.ViewReports }.ToFrozenSet(),
        [Role.Administrator] = new[] { Permission.ViewCases, Permission.ViewReports, Permission.ViewPolicies, Permission.Import, Permission.ViewSources, Permission.CareForCustomers, Permission.Administer }.ToFrozenSet(),
    }.ToFrozenDictionary();

    /// <summary>The permissions of a role.</summary>
    public static IReadOnlySet<Permission> Of(Role role) => ByRole[role];
}
