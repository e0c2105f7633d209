using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Automation.Erasing;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Case.Replaying;
using RefundDesk.Web.Features.Clients.Leaving;
using RefundDesk.Web.Features.Customers;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Calls;
using RefundDesk.Web.Features.Policies;
using RefundDesk.Web.Features.Policies.Breaking;
using RefundDesk.Web.Features.Policies.Simulating;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Features.Reports;
using RefundDesk.Web.Features.SelfService;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Persistence.SqlServer;

/// <summary>
/// What is sent to the database, by name: each is run against a server that is not there, and the SQL it would have sent is checked. A new
/// query or use case gets a line here; a query behind an empty answer gets a line of its own.
/// </summary>
internal static class SqlServerStatements
{
    private static readonly RefundCaseId Case = RefundCaseId.New(Now);
    private static readonly ClientId Client = ClientId.New(Now);
    private static readonly PersonalWords Personal = new(["Kim Customer"], ["C-1"], PersonalWords.FreshKey());

    /// <summary>On a context of its own.</summary>
    public static IReadOnlyDictionary<string, Func<RefundDeskDbContext, CancellationToken, Task>> OfContexts { get; } = new Dictionary<string, Func<RefundDeskDbContext, CancellationToken, Task>>
    {
        ["ClaimCases"] = (db, stop) => db.Dialect.ClaimCasesAsync(db, "node-1", Now, Now.AddMinutes(1), 50, stop),
        ["ClaimOutbox"] = (db, stop) => db.Dialect.ClaimOutboxAsync(db, "node-1", Now, Now.AddMinutes(1), 50, stop),
        ["LoadCase"] = (db, stop) => db.LoadCaseAsync(ANumber(), stop),
        ["KnownPerson"] = (db, stop) => db.KnownAsync(DeskPrincipal.Person(SupervisorSue.Id!.Value, "Sue", Role.Supervisor, null), stop),
        ["LoadPolicy"] = (db, stop) => Assert.ThrowsAsync<InvalidOperationException>(() => db.LoadPoliciesAsync(Client, Now, Now, stop)),
        ["WholeCases"] = (db, stop) => db.WholeCases().AsSingleQuery().Where(refund => refund.Id == Case).ToListAsync(stop),
        ["WholeOrders"] = (db, stop) => db.WholeOrders().AsSingleQuery().Where(order => order.ClientId == Client).ToListAsync(stop),
        ["LoadBatch"] = (db, stop) => new BatchLoading(new KnownPolicies()).LoadAsync(db, [Case, RefundCaseId.New(Now)], "node-1", Now, stop),
        ["OrdersByWords"] = (db, stop) => OrdersQuery.RowsAsync(db, [Client, ClientId.New(Now)], "Kim", stop),
        ["OrdersByAddress"] = (db, stop) => OrdersQuery.RowsAsync(db, [Client], "kim@customer.example", stop),
        ["HoldName"] = (db, stop) => db.Dialect.HoldAsync(db, "approver", stop),
        ["Authorities"] = (db, stop) => AuthoritiesAsync(db, stop),
        ["PolicyVersions"] = (db, stop) => db.Policies.Where(version => version.ClientId == Client).OrderByDescending(version => version.Version).ToListAsync(stop),
        ["InsertEverything"] = (db, stop) => InsertAsync(db, stop),
        ["UpdateEverything"] = (db, stop) => UpdateAsync(db, stop),
        ["DeleteEverything"] = (db, stop) => DeleteAsync(db, stop),
        ["PostponeCase"] = (db, stop) => db.RefundCases.Where(refund => refund.Id == Case && refund.LeaseOwner == "node-1")
            .ExecuteUpdateAsync(set => set.SetProperty(refund => refund.Attempts, 2).SetProperty(refund => refund.DueAt, Now), stop),
        ["DecisionsInParts"] = (db, stop) => db.Decisions.Where(row => row.ClientId == Client && row.At >= Now).InPartsAsync(500, stop).FirstOrDefaultAsync(stop).AsTask(),
        ["PolicyDocuments"] = (db, stop) => PolicyShelf.LoadAsync(db, Client, stop),
        ["BreakerTrips"] = (db, stop) => Breakers.TripsAsync(db, [Client, ClientId.New(Now)], Now, stop),
        ["PaceOfApprovals"] = (db, stop) => Breakers.CountAsync(db, (Client, 1), new BreakerLimit(BreakerLimit.Approve, 100, null), Now, stop),
        ["PaceOfRefusals"] = (db, stop) => Breakers.CountAsync(db, (Client, 1), new BreakerLimit(BreakerLimit.Refuse, null, 100_00), Now, stop),
        ["KnownCustomers"] = (db, stop) => KnownCustomers.LoadAsync(db, [Client, ClientId.New(Now)], ["C-1", "C-2"], stop),
        ["ErasedHistory"] = (db, stop) => CustomerEraser.HistoryAsync(db, [Case], Personal, stop),
        ["ErasedDocuments"] = (db, stop) => CustomerEraser.DocumentsAsync(db, [Case], Personal, stop),
        ["ErasedGoods"] = (db, stop) => CustomerEraser.GoodsAsync(db, [Case], Personal, stop),
        ["ErasedOrders"] = (db, stop) => CustomerEraser.OrdersAsync(db, ["C-1", "C-2"], Personal, stop),
        ["ClientCounts"] = (db, stop) => Assert.ThrowsAsync<InvalidOperationException>(() => ClientErasure.CountAsync(db, Client, stop)),
        ["ErasedClientCases"] = (db, stop) => ClientErasure.DeleteAsync(db, [Case, RefundCaseId.New(Now)], stop),
        ["ErasedClient"] = (db, stop) => ClientErasure.DeleteAsync(db, Done(RefundDesk.Domain.Clients.Client.Add("northwind", "Northwind", "EUR", "Europe/Berlin", Now)), stop),
        ["OrdersOfAClient"] = (db, stop) => ClientRows.OrdersAsync(db, Client, stop).AnyAsync(stop).AsTask(),
        ["CasesOfAClient"] = (db, stop) => ClientRows.CasesAsync(db, Client, stop).AnyAsync(stop).AsTask(),
        ["AuditOfAClient"] = (db, stop) => ClientRows.AuditOf(db, Client, [Guid.Empty]).ToListAsync(stop),
        ["OpenOfAClient"] = (db, stop) => Assert.ThrowsAsync<InvalidOperationException>(() => LeavingSteps.OpenAsync(db, Client, stop)),
        ["TailOfEvents"] = (db, stop) => db.CaseEvents.Where(row => row.Id > 1).OrderBy(row => row.Id).Take(100).ToListAsync(stop),
    };

    /// <summary>On the whole application, on behalf of the operator of the machine.</summary>
    public static IReadOnlyDictionary<string, Func<IServiceProvider, CancellationToken, Task>> OfUseCases { get; } = new Dictionary<string, Func<IServiceProvider, CancellationToken, Task>>
    {
        ["SubmitRequest"] = (services, stop) => services.GetRequiredService<SubmitRequest>().HandleAsync(
            "northwind", "O-1", new RefundRequest(RequestChannel.Api, "key", Now, null, [new RequestedLine(1, 1, RefundReason.Other, GoodsCondition.Used)]), stop),
        ["RefundActivity"] = (services, stop) => services.GetRequiredService<RefundActivityQuery>().HandleAsync("northwind", _ => throw new NotSupportedException(), stop),
        ["ReplayDecisions"] = (services, stop) => services.GetRequiredService<ReplayDecisions>().HandleAsync(new ReplayOrder("northwind"), null, stop),
        ["ReplayCase"] = (services, stop) => services.GetRequiredService<ReplayCase>().HandleAsync(ANumber(), stop),
        ["SimulatePolicy"] = (services, stop) => services.GetRequiredService<SimulatePolicy>().HandleAsync(new SimulationOrder("northwind", 1, 30), null, stop),
        ["Breakers"] = (services, stop) => services.GetRequiredService<BreakersQuery>().HandleAsync("northwind", stop),
        ["OpenBreakers"] = (services, stop) => services.GetRequiredService<BreakersQuery>().OpenAsync(stop),
        ["LetGoOn"] = (services, stop) => services.GetRequiredService<LetGoOn>().HandleAsync(1, "A sale began.", stop),
        ["PolicyClients"] = (services, stop) => services.GetRequiredService<PoliciesQuery>().ClientsAsync(stop),
        ["PolicyShelf"] = (services, stop) => services.GetRequiredService<PoliciesQuery>().ShelfAsync("northwind", stop),
        ["DraftPolicy"] = (services, stop) => services.GetRequiredService<DraftPolicy>().HandleAsync("northwind", "{}", "A change", stop),
        ["SearchCustomers"] = (services, stop) => services.GetRequiredService<CustomersQuery>().SearchAsync("kim@customer.example", stop),
        ["NoteStanding"] = (services, stop) => services.GetRequiredService<NoteStanding>().HandleAsync("northwind", "C-1", CustomerStanding.Minor, stop),
        ["DueErasures"] = (services, stop) => services.GetRequiredService<CustomerErasureRound>().RunOnceAsync("node-1", stop),
        ["DueClientErasures"] = (services, stop) => services.GetRequiredService<ClientErasure>().DueAsync(stop),
        ["GiveNotice"] = (services, stop) => services.GetRequiredService<GiveNotice>().HandleAsync("northwind", new DateOnly(2026, 3, 10), new DateOnly(2026, 4, 10), stop),
        ["QueueCounts"] = (services, stop) => services.GetRequiredService<QueueCounts>().GetAsync(stop),
        ["QueueHead"] = (services, stop) => services.GetRequiredService<QueueQuery>().HeadAsync(Narrow(DeskQueue.Review), stop),
        ["QueueAgain"] = (services, stop) => services.GetRequiredService<QueueQuery>().AgainAsync(Narrow(DeskQueue.Return), [Case], stop),
        ["QueueDue"] = Part(DeskQueue.Review, QueueSort.Due),
        ["QueueAmount"] = Part(DeskQueue.Approval, QueueSort.Amount),
        ["QueueRisk"] = Part(DeskQueue.PayoutProblems, QueueSort.Risk),
        ["QueueReceived"] = Part(DeskQueue.Everything, QueueSort.Received),
        ["PastTheLaw"] = (services, stop) => Assert.ThrowsAsync<InvalidOperationException>(() => services.GetRequiredService<PastTheLaw>().CountAsync(stop)),
        ["QueuePastTheLaw"] = (services, stop) => services.GetRequiredService<QueueQuery>().PartAsync(new QueueFilter(DeskQueue.Everything) { IsPastTheLaw = true }, null, 50, stop),
        ["CodesDue"] = (services, stop) => services.GetRequiredService<CodeRound>().RunOnceAsync(stop),
        ["Retailer"] = (services, stop) => services.GetRequiredService<Retailers>().FindAsync("northwind-home", stop),
        ["TrackedRefund"] = (services, stop) => services.GetRequiredService<TrackRefund>().HandleAsync(Client, ANumber(), stop),
        ["QueueSearched"] = (services, stop) => services.GetRequiredService<QueueQuery>().PartAsync(Narrow(DeskQueue.Everything) with { Text = "Kim" }, null, 50, stop),
    };

    private static Func<IServiceProvider, CancellationToken, Task> Part(DeskQueue queue, QueueSort sort) =>
        (services, stop) => services.GetRequiredService<QueueQuery>().PartAsync(Narrow(queue) with { Sort = sort }, null, 50, stop);

    private static QueueFilter Narrow(DeskQueue queue) => new(queue)
    {
        Clients = [Client, ClientId.New(Now)], Reasons = [RefundReason.Defective, RefundReason.Other], Risk = RiskBand.Medium, Amount = new AmountRange(Currency.Of("EUR"), 1, 100_00),
    };

    private static async Task AuthoritiesAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var scene = ARefund().Of(Eur(45_00)).InReview().Build();
        var rules = new AuthorityRules { Limits = [new AuthorityLimit(LimitPeriod.Day, 1), new AuthorityLimit(LimitPeriod.Customer, 1) { Days = 30 }] };
        var holders = await Holders.LoadAsync(db, DeskPrincipal.Person(SupervisorSue.Id!.Value, "Sue", Role.Supervisor, null), Now, cancellationToken);
        await UsageReading.LoadAsync(db, scene.Refund, rules, holders, Now.AddHours(-12), Now, cancellationToken);
        await NearbyReading.LoadAsync(db, scene.Refund, scene.Order, 3, cancellationToken);
    }

    /// <summary>Everything at once; since nobody answers, the save ends as if someone else had been faster.</summary>
    private static async Task InsertAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        OneOfEverything.AddTo(db, Now);
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => db.SaveChangesAsync(cancellationToken));
    }

    /// <summary>A row of every table in turn: all at once they would be written in a circle.</summary>
    private static async Task UpdateAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        PretendItIsStored(db);
        foreach (var row in db.ChangeTracker.Entries().DistinctBy(entry => entry.Metadata).ToList())
        {
            row.State = EntityState.Modified;
            await Assert.ThrowsAnyAsync<DbUpdateException>(() => db.SaveChangesAsync(cancellationToken));
            row.State = EntityState.Unchanged;
        }
    }

    private static async Task DeleteAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        PretendItIsStored(db);
        db.ChangeTracker.CascadeDeleteTiming = CascadeTiming.Never;
        foreach (var row in db.ChangeTracker.Entries().ToList())
        {
            row.State = EntityState.Deleted;
        }

        await Assert.ThrowsAnyAsync<DbUpdateException>(() => db.SaveChangesAsync(cancellationToken));
    }

    private static void PretendItIsStored(RefundDeskDbContext db)
    {
        OneOfEverything.AddTo(db, Now);
        db.ChangeTracker.AcceptAllChanges();
        foreach (var refund in db.ChangeTracker.Entries<RefundCase>())
        {
            refund.Entity.ClearPending();
        }
    }
}
