namespace RefundDesk.Domain.Ledger;

/// <summary>The accounts of a client in one currency. Debits are positive, credits negative; every journal sums to zero.</summary>
public enum Account
{
    /// <summary>Revenue given back, net of tax (expense).</summary>
    SalesReturns,

    /// <summary>Tax on what is given back, to be reclaimed.</summary>
    TaxOnReturns,

    /// <summary>Decided and owed to customers (liability).</summary>
    RefundsPayable,

    /// <summary>Paid out by gateways, not yet seen in their settlement.</summary>
    GatewayClearing,

    /// <summary>Kept back for used goods (income).</summary>
    RestockingIncome,

    /// <summary>Store credit and gift cards owed to customers (liability).</summary>
    StoreCreditLiability,

    /// <summary>What gateways charge.</summary>
    GatewayFees,
}
