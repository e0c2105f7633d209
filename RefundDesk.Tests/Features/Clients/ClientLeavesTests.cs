using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Automation;
using RefundDesk.Tests.Features.Intake;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Clients.Leaving;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Clients;

/// <summary>§4.9: a client leaves: new is refused, open is finished, data is handed over and erased by the contract's day.</summary>
public sealed class ClientLeavesTests
{
    [Theory, DatabaseMatrix]
    public async Task A_client_that_is_leaving_gets_no_new_request_in_and_a_repeated_one_is_answered_as_before(DatabaseProvider provider)
    {
        await using var desk = await LeavingDesk.CreateAsync(provider);
        var order = await desk.Data.AddOrderAsync(desk.Client);
        var first = Done(await SubmitAsync(desk, order.OrderNumber, "first"));
        Done(await desk.GiveNoticeAsync());

        Assert.Equal("client.leaving", Refused(await SubmitAsync(desk, order.OrderNumber, "second")).Code);
        Assert.Equal(first with { WasThere = true }, Done(await SubmitAsync(desk, order.OrderNumber, "first")));
    }

    [Fact]
    public async Task Files_of_a_client_that_is_leaving_reject_what_is_new_and_say_so_in_the_summary()
    {
        await using var desk = await ImportDesk.OpenAsync();
        await desk.HaveOrdersAsync(ImportDesk.Order("O-1"), ImportDesk.Order("O-3"));
        await desk.AskAsync(ImportDesk.Request("R-1"));
        await using (var db = await desk.Database.OpenAsync())
        {
            Done((await db.Clients.SingleAsync(LeavingDesk.Cancelled)).GiveNotice(LeavingDesk.Yesterday, LeavingDesk.Yesterday));
            await db.SaveChangesAsync(LeavingDesk.Cancelled);
        }

        var orders = Done(await desk.ImportOrdersAsync(desk.Write("orders.csv", ImportDesk.OrderHeader, ImportDesk.Order("O-1"), ImportDesk.Order("O-2"))));
        var requests = await desk.AskAsync(ImportDesk.Request("R-1"), ImportDesk.Request("R-2"));

        Assert.Equal((0L, 1L, 1L), (orders.Stored, orders.Unchanged, orders.LinesRejected));
        Assert.Equal("client.leaving", Assert.Single(orders.Rejected).Reason);
        Assert.Equal((0L, 1L, 1L), (requests.Stored, requests.Unchanged, requests.LinesRejected));
        Assert.Equal("client.leaving", Assert.Single(requests.Rejected).Reason);
    }

    [Theory, DatabaseMatrix]
    public async Task Open_cases_of_a_client_that_is_leaving_are_paid_and_only_then_it_has_left(DatabaseProvider provider)
    {
        await using var desk = await AutomationDesk.OpenAsync(provider);
        var client = await desk.Database.AddClientAsync(LeavingDesk.Key);
        var scene = await desk.AddCaseAsync(client);
        Done(await StepAsync<GiveNotice>(step => step.HandleAsync(LeavingDesk.Key, LeavingDesk.Yesterday, LeavingDesk.Yesterday, LeavingDesk.Cancelled)));

        var refused = Refused(await StepAsync<CloseClient>(step => step.HandleAsync(LeavingDesk.Key, LeavingDesk.Cancelled)));
        await desk.WorkOffAsync();
        Done(await StepAsync<CloseClient>(step => step.HandleAsync(LeavingDesk.Key, LeavingDesk.Cancelled)));

        Assert.Equal(("client.not-finished", "Not finished yet: 1 case is open, 0 payouts are not settled."), (refused.Code, refused.Message));
        Assert.Equal(RefundStatus.Paid, (await desk.ReadAsync(scene)).Status);

        async Task<Outcome> StepAsync<TUseCase>(Func<TUseCase, Task<Outcome>> step)
            where TUseCase : notnull
        {
            await using var scope = desk.Database.BuildHost(LeavingDesk.One).Services.CreateAsyncScope();
            return await step(scope.ServiceProvider.GetRequiredService<TUseCase>());
        }
    }

    [Fact]
    public async Task Every_step_out_has_its_turn_and_its_line()
    {
        await using var desk = await LeavingDesk.CreateAsync();
        var tomorrow = LeavingDesk.Yesterday.AddDays(2);

        Assert.Equal("client.not-leaving", Refused(await desk.CloseAsync()).Code);
        Assert.Equal("client.leaving-dates", Refused(await desk.GiveNoticeAsync(tomorrow, LeavingDesk.Yesterday)).Code);
        Done(await desk.GiveNoticeAsync(tomorrow));
        Assert.Equal("client.contract-runs", Refused(await desk.CloseAsync()).Code);
        Assert.Equal("client.not-left", Refused(await desk.AskAsync(LeavingDesk.One)).Code);
        Done(await desk.AsAsync<KeepClient, Outcome>(LeavingDesk.One, step => step.HandleAsync(LeavingDesk.Key, LeavingDesk.Cancelled)));
        Assert.Equal("client.not-leaving", Refused(await desk.CloseAsync()).Code);
        Done(await desk.GiveNoticeAsync(LeavingDesk.Yesterday, tomorrow));
        Done(await desk.CloseAsync());
        Assert.Equal("client.has-left", Refused(await desk.GiveNoticeAsync()).Code);
        Assert.Equal("client.not-handed-over", Refused(await desk.AskAsync(LeavingDesk.One)).Code);
        Done(await desk.ExportAsync());
        Assert.Equal("client.erasable-later", Refused(await desk.AskAsync(LeavingDesk.One)).Code);

        await using var db = await desk.Data.OpenAsync();
        Assert.Equal(
            ["Leaving: contract until 2026-03-11, data erasable from 2026-03-11", "Active: stays after all", "Leaving: contract until 2026-03-09, data erasable from 2026-03-11", "Left"],
            (await db.Audit.OrderBy(row => row.Id).Select(row => row.After).ToListAsync(LeavingDesk.Cancelled)).Take(4));
    }

    [Fact]
    public async Task Whoever_asked_to_erase_a_client_never_confirms_it()
    {
        await using var desk = await LeavingDesk.CreateAsync();
        await desk.LeaveAsync();

        Assert.Equal("client.four-eyes", Refused(await desk.ConfirmAsync(LeavingDesk.One)).Code);
        Assert.Equal("client.needs-person", Refused(await desk.ConfirmAsync(DeskPrincipal.Operator)).Code);
        Assert.Equal("client.key-differs", Refused(await desk.ConfirmAsync(LeavingDesk.Other, "southwind")).Code);
        Done(await desk.ConfirmAsync(LeavingDesk.Other));
        Assert.Equal("client.being-erased", Refused(await desk.ConfirmAsync(LeavingDesk.Other)).Code);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Supervisor)]
    public async Task Only_administrators_see_a_client_out(Role role)
    {
        await using var desk = await LeavingDesk.CreateAsync();
        var principal = DeskPrincipal.Person(AgentAnn.Id!.Value, "Somebody", role, null);

        Assert.Equal("refund.forbidden", Refused(await desk.AsAsync<GiveNotice, Outcome>(principal, step => step.HandleAsync(LeavingDesk.Key, LeavingDesk.Yesterday, LeavingDesk.Yesterday, LeavingDesk.Cancelled))).Code);
        Assert.Equal("refund.forbidden", Refused(await desk.AskAsync(principal)).Code);
        Assert.Equal("refund.forbidden", Refused(await desk.AsAsync<ExportClient, Outcome<HandedOver>>(principal, step => step.HandleAsync(LeavingDesk.Key, desk.PathOf("x.zip"), null, LeavingDesk.Cancelled))).Code);
        Assert.False(File.Exists(desk.PathOf("x.zip")));
    }

    private static Task<Outcome<SubmittedRequest>> SubmitAsync(LeavingDesk desk, string orderNumber, string key) => desk.AsAsync<SubmitRequest, Outcome<SubmittedRequest>>(
        null, step => step.HandleAsync(LeavingDesk.Key, orderNumber, new RefundRequest(RequestChannel.Api, key, Now, null, [new RequestedLine(1, 1, RefundReason.Other, GoodsCondition.Unopened)]), LeavingDesk.Cancelled));
}
