using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Features.Case;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Queue;

public sealed class QueueQueryTests
{
    public static TheoryData<DatabaseProvider, QueueSort, bool> Orders
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, QueueSort, bool>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.AddRange(from sort in Enum.GetValues<QueueSort>()
                              from backwards in new[] { false, true }
                              select new TheoryDataRow<DatabaseProvider, QueueSort, bool>(provider, sort, backwards) { Skip = TestServers.WhySkipped(provider) });
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Orders))]
    public async Task The_parts_put_together_are_the_whole_queue_in_order(DatabaseProvider provider, QueueSort sort, bool descending)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scenes = await AddSpreadAsync(desk, 23);
        var filter = new QueueFilter(DeskQueue.Review) { Sort = sort, Descending = descending };

        var whole = await WalkAsync(desk, filter, rows: 4);

        Assert.Equal(scenes.Select(scene => scene.Refund.Id).Order(), whole.Select(row => row.Id).Order());
        Assert.Equal(whole.Select(row => row.Id), Sorted(whole, sort, descending));
    }

    [Theory, DatabaseMatrix]
    public async Task Cases_that_come_while_one_pages_neither_repeat_nor_hide_others(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var before = await AddSpreadAsync(desk, 12);
        var filter = new QueueFilter(DeskQueue.Review);

        var whole = await WalkAsync(desk, filter, rows: 3, between: () => desk.AddAsync(Eur(10_00), ARefund().RequestedAt(Now.AddHours(-40)).InReview()));

        Assert.Equal(whole.Count, whole.DistinctBy(row => row.Id).Count());
        Assert.Subset(whole.Select(row => row.Id).ToHashSet(), before.Select(scene => scene.Refund.Id).ToHashSet());
    }

    [Theory, DatabaseMatrix]
    public async Task Each_filter_leaves_out_what_it_says(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var other = await desk.Database.AddClientAsync(currency: "JPY");
        var cheap = await desk.AddAsync(Eur(10_00), ARefund().InReview());
        var dear = await desk.AddAsync(Eur(90_00), ARefund().Because(RefundReason.WrongSize).InReview());
        var foreign = await desk.Database.AddCaseAsync(other, ARefund().InReview(), AnOrder().In("JPY").WithLine(5_000));
        await desk.AddAsync(Eur(50_00), ARefund().Paid());

        async Task SeesAsync(QueueFilter filter, params RefundScene[] expected) =>
            Assert.Equal(expected.Select(scene => scene.Refund.Id).ToHashSet(), (await WalkAsync(desk, filter)).Select(row => row.Id).ToHashSet());

        var all = new QueueFilter(DeskQueue.Review);
        await SeesAsync(all, cheap, dear, foreign);
        await SeesAsync(all with { Clients = [desk.Client.Id] }, cheap, dear);
        await SeesAsync(all with { Clients = [desk.Client.Id, other.Id] }, cheap, dear, foreign);
        await SeesAsync(all with { Reasons = [RefundReason.WrongSize] }, dear);
        await SeesAsync(all with { Amount = new AmountRange(Currency.Of("EUR"), 50_00, null) }, dear);
        await SeesAsync(all with { Amount = new AmountRange(Currency.Of("EUR"), null, 50_00) }, cheap);
        await SeesAsync(all with { Risk = RiskBand.High });
        await SeesAsync(all with { Risk = RiskBand.Low }, cheap, dear, foreign);
        await SeesAsync(new QueueFilter(DeskQueue.Approval));
    }

    [Theory, DatabaseMatrix]
    public async Task The_list_of_all_cases_holds_ended_ones_and_goes_by_status(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var open = await desk.AddAsync(ARefund().InReview());
        var paid = await desk.AddAsync(ARefund().Paid());

        var all = await WalkAsync(desk, new QueueFilter(DeskQueue.Everything));
        var ended = await WalkAsync(desk, new QueueFilter(DeskQueue.Everything) { Status = RefundStatus.Paid });

        Assert.Equal(new[] { open.Refund.Id, paid.Refund.Id }.Order(), all.Select(row => row.Id).Order());
        Assert.Equal(paid.Refund.Id, Assert.Single(ended).Id);
    }

    [Theory, DatabaseMatrix]
    public async Task A_search_finds_by_the_beginning_of_number_order_or_name(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var marta = await desk.Database.AddCaseAsync(desk.Client, ARefund().InReview(), AnOrder().With(order => order with { CustomerName = "Marta Wójcik", OrderNumber = "NW-20931" }));
        var other = await desk.Database.AddCaseAsync(desk.Client, ARefund().InReview(), AnOrder().With(order => order with { CustomerName = "Omar 100%", OrderNumber = "XX-1" }));
        var number = marta.Refund.Number.ToString();

        async Task FindsAsync(string text, params RefundScene[] expected) => Assert.Equal(
            expected.Select(scene => scene.Refund.Id).ToHashSet(),
            (await WalkAsync(desk, new QueueFilter(DeskQueue.Everything) { Text = text })).Select(row => row.Id).ToHashSet());

        await FindsAsync("Marta", marta);
        await FindsAsync("marta w", marta);
        await FindsAsync("NW-209", marta);
        await FindsAsync("nw-20931", marta);
        await FindsAsync(number, marta);
        await FindsAsync(number.Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant()[2..], marta);
        await FindsAsync(number[..^1], marta);
        await FindsAsync("Omar 100%", other);
        await FindsAsync("%", marta, other);
        await FindsAsync("arta");
    }

    [Theory, DatabaseMatrix]
    public async Task The_head_counts_and_adds_up_by_currency(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        await desk.AddAsync(Eur(10_00), ARefund().InReview());
        await desk.AddAsync(Eur(20_00), ARefund().InReview());
        await desk.Database.AddCaseAsync(desk.Client, ARefund().InReview(), AnOrder().In("JPY").WithLine(5_000));

        var head = Done(await desk.AsAsync<QueueQuery, Outcome<QueueHead>>(CaseDesk.Agent, query => query.HeadAsync(new QueueFilter(DeskQueue.Review), CaseDesk.Cancelled)));
        var counts = await desk.AsAsync<QueueCounts, IReadOnlyDictionary<DeskQueue, int>>(CaseDesk.Agent, query => query.GetAsync(CaseDesk.Cancelled));

        Assert.Equal("3", head.CountText);
        Assert.Equal(Eur(30_00), head.Sums[0]);
        Assert.Equal(3, counts[DeskQueue.Review]);
        Assert.Equal(0, counts[DeskQueue.PayoutProblems]);
    }

    [Theory, DatabaseMatrix]
    public async Task Rows_read_again_say_whether_they_are_still_in_the_queue(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var here = await desk.AddAsync(ARefund().InReview());
        var gone = await desk.AddAsync(ARefund().Paid());

        var (inside, outside) = Done(await desk.AsAsync<QueueQuery, Outcome<(IReadOnlyList<QueueRow>, IReadOnlyList<QueueRow>)>>(
            CaseDesk.Agent, query => query.AgainAsync(new QueueFilter(DeskQueue.Review), [here.Refund.Id, gone.Refund.Id], CaseDesk.Cancelled)));

        Assert.Equal(here.Refund.Id, Assert.Single(inside).Id);
        Assert.Equal(RefundStatus.Paid, Assert.Single(outside).Status);
    }

    [Fact]
    public async Task People_without_the_permission_see_no_queue_and_no_count()
    {
        await using var desk = await CaseDesk.CreateAsync();
        await desk.AddAsync(ARefund().InReview());
        var viewer = DeskPrincipal.Person(AgentBen.Id!.Value, "Vera Viewer", Role.ClientViewer, desk.Client.Id);

        var part = await desk.AsAsync<QueueQuery, Outcome<QueuePart>>(viewer, query => query.PartAsync(new QueueFilter(DeskQueue.Review), null, 10, CaseDesk.Cancelled));
        var head = await desk.AsAsync<QueueQuery, Outcome<QueueHead>>(viewer, query => query.HeadAsync(new QueueFilter(DeskQueue.Review), CaseDesk.Cancelled));
        var counts = await desk.AsAsync<QueueCounts, IReadOnlyDictionary<DeskQueue, int>>(viewer, query => query.GetAsync(CaseDesk.Cancelled));

        Assert.Equal("refund.forbidden", Refused(part).Code);
        Assert.Equal("refund.forbidden", Refused(head).Code);
        Assert.Empty(counts);
    }

    [Fact]
    public async Task A_principal_of_one_client_sees_that_clients_cases_only()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var own = await desk.AddAsync(ARefund().InReview());
        var other = await desk.Database.AddClientAsync();
        await desk.Database.AddCaseAsync(other, ARefund().InReview());

        var rows = await WalkAsync(desk, new QueueFilter(DeskQueue.Review), principal: CaseDesk.AgentOf(desk.Client.Id));
        var searched = await WalkAsync(desk, new QueueFilter(DeskQueue.Everything) { Text = "Kim" }, principal: CaseDesk.AgentOf(desk.Client.Id));

        Assert.Equal(own.Refund.Id, Assert.Single(rows).Id);
        Assert.Equal(own.Refund.Id, Assert.Single(searched).Id);
    }

    private static async Task<List<RefundScene>> AddSpreadAsync(CaseDesk desk, int count)
    {
        var random = new Random(7);
        var scenes = new List<RefundScene>();
        for (var i = 0; i < count; i++)
        {
            // Few distinct instants and amounts: ties must be told apart by the key.
            scenes.Add(await desk.AddAsync(Eur(random.Next(1, 5) * 10_00), ARefund().RequestedAt(Now.AddHours(-random.Next(1, 4))).InReview()));
        }

        return scenes;
    }

    private static Task<List<QueueRow>> WalkAsync(CaseDesk desk, QueueFilter filter, int rows = 50, Func<Task>? between = null, DeskPrincipal? principal = null) =>
        desk.AsAsync<QueueQuery, List<QueueRow>>(principal ?? CaseDesk.Agent, async query =>
        {
            var whole = new List<QueueRow>();
            QueueCursor? after = null;
            do
            {
                var part = Done(await query.PartAsync(filter, after, rows, CaseDesk.Cancelled));
                whole.AddRange(part.Rows);
                after = part.Next;
                await (between is null || whole.Count > 40 ? Task.CompletedTask : between());
            }
            while (after is not null);
            return whole;
        });

    private static IEnumerable<RefundCaseId> Sorted(List<QueueRow> rows, QueueSort sort, bool descending)
    {
        // Stable, so that ties stay in the database's own order of keys.
        Func<QueueRow, IComparable?> key = sort switch
        {
            QueueSort.Amount => row => row.AmountMinor,
            QueueSort.Risk => row => row.Risk,
            QueueSort.Received => row => row.ReceivedAt,
            _ => row => row.Due,
        };
        return (descending ? rows.OrderByDescending(key) : rows.OrderBy(key)).Select(row => row.Id);
    }
}
