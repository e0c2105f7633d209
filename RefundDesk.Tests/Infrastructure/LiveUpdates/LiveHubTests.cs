using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.LiveUpdates;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.LiveUpdates;

public sealed class LiveHubTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_hears_of_the_queue_it_watches_and_of_no_other()
    {
        await using var desk = await WebDesk.StartAsync();
        using var agent = await desk.SignInAsync(Role.Agent);
        await using var review = await Listener.ConnectAsync(desk, agent, null, nameof(RefundStatus.InReview));
        await using var problems = await Listener.ConnectAsync(desk, agent, null, nameof(RefundStatus.PayoutFailed));

        var scene = await desk.Data.AddCaseAsync(await desk.ClientAsync(), ARefund().InReview());

        Assert.Equal((scene.Refund.Id.Value, "InReview"), await review.NextAsync());
        Assert.True(problems.IsSilent);
    }

    [Fact]
    public async Task A_clients_staff_hear_of_their_own_client_only_and_may_ask_for_no_other()
    {
        await using var desk = await WebDesk.StartAsync();
        var ours = await desk.ClientAsync();
        var other = await desk.Data.AddClientAsync();
        using var viewer = await desk.SignInAsync(Role.ClientViewer);
        await using var all = await Listener.ConnectAsync(desk, viewer, null, null);

        var refused = await Assert.ThrowsAsync<HubException>(() => Listener.ConnectAsync(desk, viewer, other.Id.Value, null));
        await desk.Data.AddCaseAsync(other, ARefund().InReview());
        var own = await desk.Data.AddCaseAsync(ours, ARefund().InReview());

        Assert.Contains("own client only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(own.Refund.Id.Value, (await all.NextAsync()).Id);
    }

    [Fact]
    public async Task A_stranger_and_an_unknown_queue_are_refused()
    {
        await using var desk = await WebDesk.StartAsync();
        using var stranger = new WebVisitor(desk.Address);
        using var agent = await desk.SignInAsync(Role.Agent);

        await Assert.ThrowsAnyAsync<Exception>(() => Listener.ConnectAsync(desk, stranger, null, null));
        await Assert.ThrowsAsync<HubException>(() => Listener.ConnectAsync(desk, agent, null, "Nowhere"));
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly HubConnection _connection;
        private readonly System.Threading.Channels.Channel<LiveMessage> _heard = System.Threading.Channels.Channel.CreateUnbounded<LiveMessage>();

        private Listener(HubConnection connection) => _connection = connection;

        public bool IsSilent => _heard.Reader.Count == 0;

        public static async Task<Listener> ConnectAsync(WebDesk desk, WebVisitor visitor, Guid? client, string? queue)
        {
            var cookies = new CookieContainer();
            cookies.Add(visitor.Cookies);
            var listener = new Listener(new HubConnectionBuilder().WithUrl(new Uri(desk.Address, "/hubs/live"), options => options.Cookies = cookies).Build());
            listener._connection.On<LiveMessage[], bool>(LiveHub.Changed, (messages, _) => Array.ForEach(messages, message => listener._heard.Writer.TryWrite(message)));
            await listener._connection.StartAsync(Cancelled);
            await listener._connection.InvokeAsync("Watch", client, queue, Cancelled);

            // The reader of the history starts with the first connection: it has to know the end before anything is written.
            await desk.Services.GetRequiredService<CaseEventTail>().ReadAsync(Cancelled);
            return listener;
        }

        public async Task<(Guid Id, string To)> NextAsync()
        {
            var message = await _heard.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
            return (message.Id, message.To);
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
