using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.CommandLine;
using RefundDesk.Web.Features.Case;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

/// <summary>What the API and the command line refuse beside what the table of authority says, and that a right stands at every door.</summary>
public sealed class DoorsTests
{
    private const string Reason = "The serial number is another.";

    private static readonly Dictionary<string, string?> AtRest = new() { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_api_names_what_is_missing_unknown_or_old_and_changes_nothing()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().InReview());
        var (number, version) = (scene.Refund.Number.ToString(), scene.Refund.Version);
        using var agent = await desk.SignInAsync(Role.Agent);

        Assert.Equal((HttpStatusCode.Forbidden, "request.header-missing"), await PostAsync(agent, number, new { seenVersion = version }));
        agent.Http.DefaultRequestHeaders.Add("RefundDesk-Request", "1");
        Assert.Equal((HttpStatusCode.NotFound, "refund.not-found"), await PostAsync(agent, ANumber().ToString(), new { seenVersion = version }));
        Assert.Equal((HttpStatusCode.NotFound, "refund.not-found"), await PostAsync(agent, "nonsense", new { seenVersion = version }));
        Assert.Equal((HttpStatusCode.Conflict, "refund.stale"), await PostAsync(agent, number, new { seenVersion = version - 1, reason = Reason }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "refund.field"), await PostAsync(agent, number, new { reason = Reason }));
        Assert.Equal(version, (await desk.Data.ReadAsync(scene.Refund.Number)).Refund.Version);
    }

    [Fact]
    public async Task What_the_law_gives_is_refused_over_the_api_only_where_the_facts_were_disproved()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().InReview(), InGermany());
        using var agent = await desk.SignInAsync(Role.Agent);
        agent.Http.DefaultRequestHeaders.Add("RefundDesk-Request", "1");
        var (number, seenVersion) = (scene.Refund.Number.ToString(), scene.Refund.Version);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "refund.unlawful"), await PostAsync(agent, number, new { seenVersion, reason = Reason }));
        Assert.Equal((HttpStatusCode.OK, null), await PostAsync(agent, number, new { seenVersion, reason = Reason, isDisproved = true }));
        Assert.Equal(RefundStatus.Rejected, (await desk.Data.ReadAsync(scene.Refund.Number)).Refund.Status);
    }

    [Fact]
    public async Task What_the_law_gives_is_refused_over_the_command_line_only_where_the_facts_were_disproved()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().InReview(), InGermany());
        var ann = await desk.PersonAsync(Role.Agent);
        var host = CommandLineOf(desk);
        var order = new CaseOrder(scene.Refund.Number.ToString(), ann.Email!, CaseStep.Reject) { Reason = Reason };

        var (exit, fault) = await TypeAsync(host, order);
        Assert.Equal(1, exit);
        Assert.EndsWith("(refund.unlawful)", fault, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty), await TypeAsync(host, order with { Ground = RefusalGround.FactsDisproved }));
        Assert.Equal(RefundStatus.Rejected, (await desk.Data.ReadAsync(scene.Refund.Number)).Refund.Status);
    }

    [Fact]
    public async Task Less_than_the_law_gives_goes_back_over_the_api_and_the_command_line_only_where_the_customer_agreed()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().InReview(), InGermany());
        var (number, seenVersion) = (scene.Refund.Number.ToString(), scene.Refund.Version);
        using var agent = await desk.SignInAsync(Role.Agent);
        agent.Http.DefaultRequestHeaders.Add("RefundDesk-Request", "1");
        object[] half = [new { lineNumber = 1, keptBack = 50_00 }];

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "refund.unlawful-amount"), await PostAsync(agent, number, new { seenVersion, reason = Reason, lines = half }, "amount"));
        Assert.Equal((HttpStatusCode.OK, null), await PostAsync(agent, number, new { seenVersion, reason = Reason, lines = half, isAgreed = true }, "amount"));

        var host = CommandLineOf(desk);
        var order = new CaseOrder(number, (await desk.PersonAsync(Role.Agent)).Email!, CaseStep.ChangeAmount) { Reason = Reason, Lines = ["1=60.00"] };
        Assert.EndsWith("(refund.unlawful-amount)", (await TypeAsync(host, order)).Fault, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty), await TypeAsync(host, order with { Ground = RefusalGround.Agreed }));
        Assert.Equal(40_00, (await desk.Data.ReadAsync(scene.Refund.Number)).Refund.ProposedMinor);
    }

    private static WebApplication CommandLineOf(WebDesk desk) => desk.Data.BuildHost(change: services =>
    {
        services.AddScoped<VerbUser>();
        services.RemoveAll<ICurrentUser>();
        services.AddScoped<ICurrentUser>(provider => provider.GetRequiredService<VerbUser>());
    });

    private static OrderBuilder InGermany() => AnOrder().WithLine(100_00).With(draft => draft with { Country = "DE" });

    private static async Task<(int Exit, string Fault)> TypeAsync(WebApplication host, CaseOrder order)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var faults = new StringWriter();
        await using var said = new StringWriter();
        return (await CasesCommand.TakeAsync(scope.ServiceProvider, new VerbConsole(said, faults), order, Cancelled), faults.ToString().Trim());
    }

    private static async Task<(HttpStatusCode Status, string? Code)> PostAsync(WebVisitor visitor, string number, object body, string step = "reject")
    {
        using var answer = await visitor.Http.PostAsJsonAsync($"/api/v1/refunds/{number}/{step}", body, Cancelled);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return (answer.StatusCode, said.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
