using Microsoft.Extensions.Options;
using RefundDesk.Web.Features.Intake.Bulk;
using RefundDesk.Web.Features.Intake.Calls;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Features.Intake.Pushing;
using RefundDesk.Web.Features.Intake.Waiting;
using RefundDesk.Web.Features.Intake.Watching;
using RefundDesk.Web.Features.Intake.Withdrawing;

namespace RefundDesk.Web.Features.Intake;

/// <summary>The use cases of this folder.</summary>
internal static class IntakeRegistration
{
    public static IServiceCollection AddIntakeFeature(this IServiceCollection services)
    {
        services.AddOptions<WaitingOptions>().BindConfiguration(WaitingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ImportsOptions>().BindConfiguration(ImportsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WatchedFoldersOptions>().BindConfiguration(WatchedFoldersOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PullingOptions>().BindConfiguration(PullingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MailIntakeOptions>().BindConfiguration(MailIntakeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddLocalization();
        services.AddSingleton<IValidateOptions<WatchedFoldersOptions>, WatchedFoldersCheck>();
        return services.AddScoped<SubmitRequest>().AddScoped<PreviewRequest>().AddScoped<ImportOrders>().AddScoped<ImportRequests>().AddScoped<PushOrders>().AddScoped<CallingClient>().AddScoped<OrdersQuery>()
            .AddScoped<WaitForOrder>().AddScoped<WaitingQuery>().AddSingleton<WaitingRound>().AddHostedService<WaitingService>()
            .AddScoped<WithdrawalsQuery>().AddScoped<CloseWithdrawal>().AddSingleton<WithdrawalRound>().AddHostedService<WithdrawalService>()
            .AddScoped<BringFile>().AddScoped<StartImport>().AddScoped<ResumeImport>().AddScoped<StopImport>().AddScoped<ImportSteps>().AddScoped<ImportsQuery>()
            .AddSingleton<ImportFolder>().AddSingleton<ImportWork>().AddSingleton<ImportJobs>().AddHostedService<ImportSweepService>()
            .AddScoped<MailsQuery>().AddScoped<CloseMail>().AddScoped<ConnectMail>().AddSingleton<MailCases>().AddSingleton<MailSorting>().AddSingleton<MailInbox>().AddSingleton<MailWork>().AddSingleton<MailAnswers>()
            .AddSingleton<MailRound>().AddHostedService<MailService>()
            .AddSingleton<WatchedRound>().AddHostedService<WatchedFoldersService>()
            .AddScoped<AddSource>().AddScoped<PauseSource>().AddScoped<SwitchTelling>().AddScoped<RemoveSource>().AddScoped<ChangeSourceSecret>().AddScoped<LookAtSource>().AddScoped<SourcesQuery>().AddScoped<SourcePageSteps>()
            .AddSingleton<Shops>().AddSingleton<SourceSecrets>().AddSingleton<PageStore>().AddSingleton<PullRound>().AddSingleton<TellRound>().AddHostedService<PullService>();
    }
}
