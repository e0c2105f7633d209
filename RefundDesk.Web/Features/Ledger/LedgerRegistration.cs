namespace RefundDesk.Web.Features.Ledger;

/// <summary>The use cases of this folder.</summary>
internal static class LedgerRegistration
{
    public static IServiceCollection AddLedgerFeature(this IServiceCollection services) => services.AddScoped<LedgerCheck>();
}
