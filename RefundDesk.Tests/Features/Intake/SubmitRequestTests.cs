using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake;

public sealed class SubmitRequestTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_request_becomes_a_case_that_is_due_at_once(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client);

        var submitted = Done(await SubmitAsync(desk.BuildHost(), client, order.OrderNumber, Request()));

        var (refund, stored) = await desk.ReadAsync(submitted.Number);
        Assert.False(submitted.WasThere);
        Assert.Equal(RefundStatus.Received, refund.Status);
        Assert.Equal(Now, refund.DueAt);
        Assert.Equal(Now.AddHours(8), refund.AnswerBy);
        Assert.Equal(1, stored.Lines[0].ReservedQuantity);
    }

    [Theory, DatabaseMatrix]
    public async Task The_same_key_again_is_the_same_case(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client);
        var host = desk.BuildHost();

        var first = Done(await SubmitAsync(host, client, order.OrderNumber, Request("key-1")));
        var second = Done(await SubmitAsync(host, client, order.OrderNumber, Request("key-1")));

        Assert.Equal(first.Number, second.Number);
        Assert.True(second.WasThere);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client);
        var host = desk.BuildHost();
        Done(await SubmitAsync(host, client, order.OrderNumber, Request("key-1")));

        var refused = Refused(await SubmitAsync(host, client, order.OrderNumber, Request("key-1") with { CustomerNote = "Something else" }));

        Assert.Equal("request.key-reused", refused.Code);
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_refused()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();

        Assert.Equal("request.unknown-order", Refused(await SubmitAsync(desk.BuildHost(), client, "O-0", Request())).Code);
    }

    [Fact]
    public async Task Who_may_not_request_is_refused()
    {
        await using var desk = await TestDatabase.CreateAsync();
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client);
        var viewer = DeskPrincipal.Person(UserId.New(Now), "Vera Viewer", Role.ClientViewer, client.Id);

        Assert.Equal("refund.forbidden", Refused(await SubmitAsync(desk.BuildHost(viewer), client, order.OrderNumber, Request())).Code);
    }

    [Theory, DatabaseMatrix]
    public async Task Requests_of_one_order_at_once_all_count_and_never_more_than_was_bought(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client, AnOrder().WithLine(30_00, quantity: 3));
        var host = desk.BuildHost();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SubmitAsync(host, client, order.OrderNumber, Request())));

        Assert.Equal(3, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("order.quantity-taken", outcome.Refusal!.Code));
    }

    [Theory, DatabaseMatrix]
    public async Task One_key_sent_many_times_at_once_is_one_case(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        var order = await desk.AddOrderAsync(client, AnOrder().WithLine(30_00, quantity: 3));
        var host = desk.BuildHost();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SubmitAsync(host, client, order.OrderNumber, Request("one-key"))));

        Assert.Single(outcomes.Select(Done).Select(submitted => submitted.Number).Distinct());
        await using var db = await desk.OpenAsync();
        Assert.Equal(1, await db.RefundCases.CountAsync(Cancelled));
    }

    private static RefundRequest Request(string? key = null) =>
        new(RequestChannel.Api, key, Now, "Too big", [new RequestedLine(1, 1, RefundReason.WrongSize, GoodsCondition.Opened)]);

    private static async Task<Outcome<SubmittedRequest>> SubmitAsync(WebApplication host, Client client, string orderNumber, RefundRequest request)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SubmitRequest>().HandleAsync(client.Key, orderNumber, request, Cancelled);
    }
}
