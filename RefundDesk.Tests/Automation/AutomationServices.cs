using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Automation;

namespace RefundDesk.Tests.Automation;

/// <summary>What tests change about a node.</summary>
internal static class AutomationServices
{
    public static void AddGateway(this IServiceCollection services, IPaymentGateway gateway) => services.AddSingleton(gateway);

    public static void WithBatchesOf(this IServiceCollection services, int cases) =>
        services.PostConfigure<AutomationOptions>(options => options.BatchSize = cases);
}
