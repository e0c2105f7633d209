using RefundDesk.Web.Features.SelfService.Withdrawing;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>The use cases of this folder.</summary>
internal static class SelfServiceRegistration
{
    public static IServiceCollection AddSelfServiceFeature(this IServiceCollection services)
    {
        services.AddOptions<SelfServiceOptions>().BindConfiguration(SelfServiceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddLocalization();
        return services.AddScoped<Retailers>().AddScoped<AskForCode>().AddScoped<OpenByCode>().AddScoped<CustomerOrderQuery>().AddScoped<TrackRefund>().AddScoped<CancelByLink>().AddScoped<FormFiles>().AddScoped<AnswerOnline>()
            .AddScoped<DeclareWithdrawal>().AddSingleton<AcknowledgementRound>().AddSingleton<CodeRound>().AddHostedService<CodeService>();
    }
}
