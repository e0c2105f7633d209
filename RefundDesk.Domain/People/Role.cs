namespace RefundDesk.Domain.People;

/// <summary>What a signed-in person is at the desk. Each person has exactly one.</summary>
public enum Role
{
    /// <summary>Works the queues: decides what is within the agent's authority, asks, sends on.</summary>
    Agent,

    /// <summary>Approves what is flagged or above an agent's authority; sees every client.</summary>
    Supervisor,

    /// <summary>A retailer's own staff: dashboards and reports of that retailer only.</summary>
    ClientViewer,

    /// <summary>Clients, people, gateways; decides no case.</summary>
    Administrator,
}
