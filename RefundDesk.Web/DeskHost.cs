using RefundDesk.Web.Api;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Components;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Features.ApiKeys;
using RefundDesk.Web.Features.Audit;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Case.Attaching;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Features.Customers;
using RefundDesk.Web.Features.Deputies;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Bulk;
using RefundDesk.Web.Features.Intake.Mail;
using RefundDesk.Web.Features.Ledger;
using RefundDesk.Web.Features.Policies;
using RefundDesk.Web.Features.Policies.Breaking;
using RefundDesk.Web.Features.Policies.Simulating;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Features.Reports;
using RefundDesk.Web.Features.SelfService;
using RefundDesk.Web.Infrastructure.Attachments;
using RefundDesk.Web.Infrastructure.Gateways;
using RefundDesk.Web.Infrastructure.Identity;
using RefundDesk.Web.Infrastructure.LiveUpdates;
using RefundDesk.Web.Infrastructure.Mailboxes;
using RefundDesk.Web.Infrastructure.Notifications;
using RefundDesk.Web.Infrastructure.OrderSources;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Reporting;
using RefundDesk.Web.Infrastructure.TextModel;
using RefundDesk.Web.Infrastructure.TimeZones;
using RefundDesk.Web.Portal;

namespace RefundDesk.Web;

/// <summary>Puts the application together, for serving and for the command line alike.</summary>
public static class DeskHost
{
    /// <summary>A builder with every service in place and validated when built.</summary>
    /// <param name="args">Settings, <c>--Key=Value</c>.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(DeskHost).Assembly.GetName().Name,
            WebRootPath = Directory.Exists(beside) ? beside : null,
        });
        builder.Configuration.AddShippedSettings();
        builder.Host.UseDefaultServiceProvider(provider =>
        {
            provider.ValidateScopes = true;
            provider.ValidateOnBuild = true;
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPersistence(builder.Configuration);
        builder.Services.AddAttachments();
        builder.Services.AddGateways();
        builder.Services.AddOrderSources();
        builder.Services.AddTimeZones();
        builder.Services.AddAutomation();
        builder.Services.AddNotifications();
        builder.Services.AddMailboxes();
        builder.Services.AddTextModel();
        builder.Services.AddLedgerFeature();
        builder.Services.AddReporting();
        builder.Services.AddDeskIdentity(builder.Configuration);
        builder.Services.AddDeskComponents();
        builder.Services.AddAccessFeature();
        builder.Services.AddAuditFeature();
        builder.Services.AddClientsFeature();
        builder.Services.AddCustomersFeature();
        builder.Services.AddPoliciesFeature();
        builder.Services.AddLiveUpdates(builder.Configuration);
        builder.Services.AddCaseFeature();
        builder.Services.AddDeputiesFeature();
        builder.Services.AddQueueFeature();
        builder.Services.AddReportsFeature();
        builder.Services.AddPolicySimulation();
        builder.Services.AddPolicyBreakers();
        builder.Services.AddIntakeFeature();
        builder.Services.AddApiKeysFeature();
        builder.Services.AddApi();
        builder.Services.AddSelfServiceFeature();
        builder.Services.AddPortal();
        return builder;
    }

    /// <summary>Maps what the web application answers.</summary>
    public static void MapDesk(this WebApplication app)
    {
        app.UsePortalLanguages();
        if (!app.Environment.IsDevelopment())
        {
            app.UseDefectAnswers();
            app.UseHsts();
        }

        app.UseDocumentHeaders();
        app.UseDocumentsForStatusCodes();
        app.UseRequestHolder(); // behind what answers once more in a scope of its own
        app.UseApiProblems();
        app.UseAuthentication();
        app.UseOpenConnections();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous();
        app.MapAccess();
        app.MapReportDownloads();
        app.MapAttachmentDownloads();
        app.MapImportDownloads();
        app.MapMailDownloads();
        app.MapApi();
        app.MapPortal();
        app.MapLiveUpdates();
        app.MapDeskComponents();
    }

    /// <summary>Serves until it is told to stop.</summary>
    public static async Task<int> ServeAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = CreateBuilder(args).Build();
        await app.Services.GetRequiredService<DatabaseMigration>().MigrateIfWantedAsync(cancellationToken);
        app.MapDesk();
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
