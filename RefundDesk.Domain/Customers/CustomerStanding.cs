namespace RefundDesk.Domain.Customers;

/// <summary>What the desk was told about a customer and what changes how a request is treated; several may hold at once.</summary>
[Flags]
public enum CustomerStanding
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>The customer has died: nobody is written to, and an heir or the estate is paid by a person's decision alone.</summary>
    Deceased = 1,

    /// <summary>The customer is under age: the contract may be void, so a person looks.</summary>
    Minor = 2,
}

/// <summary>What standings are called.</summary>
public static class CustomerStandings
{
    /// <summary>True where one of them holds.</summary>
    public static bool Has(this CustomerStanding standing, CustomerStanding one) => (standing & one) == one && one != CustomerStanding.None;

    /// <summary>In words: <c>deceased and under age</c>; <c>nothing noted</c> where there is none.</summary>
    public static string Words(this CustomerStanding standing) => standing switch
    {
        CustomerStanding.Deceased => "deceased",
        CustomerStanding.Minor => "under age",
        CustomerStanding.None => "nothing noted",
        _ => "deceased and under age",
    };
}
