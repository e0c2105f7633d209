using RefundDesk.Web.Features.Case.Attaching;
using RefundDesk.Web.Features.Case.Replaying;

namespace RefundDesk.Web.Features.Case;

/// <summary>The use cases of this folder.</summary>
internal static class CaseRegistration
{
    public static IServiceCollection AddCaseFeature(this IServiceCollection services) => services
        .AddScoped<CaseSteps>()
        .AddScoped<CaseQuery>()
        .AddScoped<RefundListQuery>()
        .AddScoped<RefundQuery>()
        .AddSingleton<RestingRefunds>()
        .AddScoped<ReplayCase>()
        .AddScoped<ReplayDecisions>()
        .AddScoped<CaseStepRunner>()
        .AddScoped<ApproveRefund>()
        .AddScoped<ChangeAmount>()
        .AddScoped<RejectRefund>()
        .AddScoped<SendBack>()
        .AddScoped<AskCustomer>()
        .AddScoped<AskGoodsBack>()
        .AddScoped<CancelRefund>()
        .AddScoped<RecordInspection>()
        .AddScoped<RecordAnswer>()
        .AddScoped<RetryPayout>()
        .AddScoped<TakeFailureToReview>()
        .AddScoped<AppealRefund>()
        .AddScoped<AddAttachments>()
        .AddScoped<AttachmentsQuery>()
        .AddScoped<ReadAttachment>();
}
