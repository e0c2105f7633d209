using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Automation.Erasing;
using RefundDesk.Web.Automation.Grouping;

namespace RefundDesk.Web.Automation;

/// <summary>Puts the desk's robot in place; it runs while the application serves.</summary>
public static class AutomationRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddAutomation(this IServiceCollection services)
    {
        services.AddOptions<AutomationOptions>().BindConfiguration(AutomationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IRiskModel, RiskRules>();
        services.AddSingleton<GatewayRegistry>();
        services.AddSingleton<AutomationTools>();
        services.AddSingleton<BatchLoading>();
        services.AddSingleton<PayoutCalls>();
        services.AddSingleton<SettingAside>();
        services.AddSingleton<AutomationRound>();
        services.AddSingleton<IGatewayNews, LateReplies>();
        services.AddHostedService<AutomationService>();
        services.AddSingleton<GroupIntake>().AddSingleton<RequestGroups>();
        services.AddSingleton<IRequestGroups>(provider => provider.GetRequiredService<RequestGroups>()).AddHostedService(provider => provider.GetRequiredService<RequestGroups>());
        services.AddSingleton<CustomerEraser>();
        services.AddSingleton<CustomerErasureRound>();
        services.AddHostedService<PrivacyService>();
        return services;
    }
}
