using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Demo;

/// <summary>Customers who keep asking for their money back, over the same door as real ones.</summary>
internal sealed partial class SimulatedCustomers(DeskDatabase database, CaseAttachments attachments, IOptions<DemoOptions> options, TimeProvider time, ILogger<SimulatedCustomers> log) : BackgroundService
{
    private readonly Random _random = new(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = await OrdersNobodyAskedAboutAsync(stoppingToken);
        var orders = new DemoOrders(_random);
        while (waiting.Count > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SecondsBetweenRequests * (0.3 + (1.4 * _random.NextDouble()))), time, stoppingToken);
            var at = _random.Next(waiting.Count);
            var (key, client, order) = waiting[at];
            waiting.RemoveAt(at);
            var submit = new SubmitRequest(database, new Customer(client, order.CustomerName), attachments, time);
            var submitted = await submit.HandleAsync(key, order.OrderNumber, orders.Want(order, time.GetUtcNow()), stoppingToken);
            if (!submitted.Succeeded)
            {
                LogRefused(order.OrderNumber, submitted.Refusal.Code);
            }
        }
    }

    private async Task<List<(string Key, ClientId Client, Order Order)>> OrdersNobodyAskedAboutAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var keys = await db.Clients.AsNoTracking().ToDictionaryAsync(client => client.Id, client => client.Key, cancellationToken);
        var orders = await db.WholeOrders().AsNoTracking()
            .Where(order => !db.RefundCases.Any(refund => refund.OrderId == order.Id))
            .ToListAsync(cancellationToken);
        return orders.ConvertAll(order => (keys[order.ClientId], order.ClientId, order));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The simulated request for order {OrderNumber} was refused: {Code}")]
    private partial void LogRefused(string orderNumber, string code);

    /// <summary>A customer may ask, for the one shop, and nothing else.</summary>
    private sealed class Customer(ClientId client, string name) : ICurrentUser
    {
        private readonly DeskPrincipal _principal = new(Actor.Customer(name), null, client, new HashSet<Permission> { Permission.RequestRefunds });

        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_principal);
    }
}
