using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>A year of cases of three clients, made inside the database, the same every time. Two in a hundred wait for people.</summary>
internal static class MillionCases
{
    /// <summary>Adds them.</summary>
    /// <param name="desk">An empty desk.</param>
    /// <param name="cases">How many.</param>
    /// <param name="now">The newest was received then.</param>
    public static async Task AddAsync(BenchDesk desk, int cases, DateTimeOffset now)
    {
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
        var orders = new List<Order>();
        foreach (var name in new[] { "alder", "birch", "cedar" })
        {
            var client = Client.Add(name, $"{name} & sons", "EUR", "Europe/Berlin", now.AddYears(-2)).Value;
            var draft = new OrderDraft("O-1", "C-1", "Someone", null, "DE", "EUR", now.AddYears(-1), null, null, 0, [new OrderLineDraft("S", "Thing", "Living", 1, 100_00)], [new TenderDraft(TenderMethod.Card, "sandbox", $"ch_{name}", "Visa", 100_00)]);
            orders.Add(Order.TakeIn(client.Id, draft, now).Value);
            db.AddRange(client, orders[^1], Loading.RowOf(client.Id, ReturnPolicy.Standard(client.CreatedAt, 100)));
        }

        await db.SaveChangesAsync();
        var sql = desk.Provider == DatabaseProvider.PostgreSql ? Postgres(orders, cases, now) : Sqlite(orders, cases, now);
        await db.Database.ExecuteSqlRawAsync(sql);
        await db.Database.ExecuteSqlRawAsync(desk.Provider == DatabaseProvider.PostgreSql ? "VACUUM (ANALYZE) \"RefundCases\"" : "ANALYZE");
    }

    private const string Columns = """
        "Id","ClientId","Number","OrderId","OrderNumber","CustomerReference","CustomerName","Currency","Channel","Reason","Category","Status","Queue","WhyHere",
        "RiskScore","PolicyVersion","RequestedMinor","ProposedMinor","ApprovedMinor","AskedAt","ReceivedAt","AnswerBy","DecidedAt","DecidedByAutomation","PaidAt","SecondsToPaid","Attempts","WithheldDays","Standing","Version"
        """;

    /// <summary>The same in both: what is not a date, a key or a truth.</summary>
    private static string Common(string three, string i) => $"""
        CASE {i} % 8 WHEN 0 THEN 'ChangedMind' WHEN 1 THEN 'ChangedMind' WHEN 2 THEN 'WrongSize' WHEN 3 THEN 'Defective' WHEN 4 THEN 'NotReceived' WHEN 5 THEN 'WrongItem' ELSE 'LateDelivery' END,
        CASE {i} % 6 WHEN 0 THEN 'Living' WHEN 1 THEN 'Shoes' WHEN 2 THEN 'Kitchen' WHEN 3 THEN 'Bedroom' WHEN 4 THEN 'Outerwear' ELSE 'Accessories' END,
        {three}
        'Above the limit for automatic approval', ({i} * 7919) % 101, 1, 1000 + ({i} * 104729) % 90000, 1000 + ({i} * 104729) % 90000,
        CASE WHEN {i} % 100 < 80 THEN 1000 + ({i} * 104729) % 90000 ELSE 0 END,
        """;

    private static string Status(string i) => $"""
        CASE WHEN {i} % 100 = 99 THEN 'InReview' WHEN {i} % 200 = 98 THEN 'AwaitingApproval' WHEN {i} % 200 = 198 THEN 'NeedsInformation' WHEN {i} % 100 < 80 THEN 'Paid' ELSE 'Rejected' END,
        CASE WHEN {i} % 100 = 99 THEN 'InReview' WHEN {i} % 200 = 98 THEN 'AwaitingApproval' WHEN {i} % 200 = 198 THEN 'NeedsInformation' ELSE NULL END,
        """;

    private static string Pick(List<Order> orders, Func<Order, Guid> key, Func<Guid, string> literal, string i) =>
        $"CASE {i} % 3 WHEN 0 THEN {literal(key(orders[0]))} WHEN 1 THEN {literal(key(orders[1]))} ELSE {literal(key(orders[2]))} END";

    private static string Sqlite(List<Order> orders, int cases, DateTimeOffset now)
    {
        static string Literal(Guid key) => $"'{key.ToString().ToUpperInvariant()}'";
        var seconds = 365.0 * 86_400 / cases;
        string At(string extra) => FormattableString.Invariant($"strftime('%Y-%m-%d %H:%M:%f', '{now.UtcDateTime:yyyy-MM-dd HH:mm:ss}', '-' || CAST(({cases} - i) * {seconds:0.######} AS INTEGER) || ' seconds'{extra})");
        return $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {cases})
            INSERT INTO "RefundCases" ({Columns})
            SELECT printf('%08X-0000-7000-8000-%012X', i, i), {Pick(orders, o => o.ClientId.Value, Literal, "i")}, printf('%08X', i), {Pick(orders, o => o.Id.Value, Literal, "i")},
            'O-' || (i % 500000), 'C-' || (i % 200000), 'Customer ' || (i % 200000), 'EUR', 'Portal',
            {Common(Status("i"), "i")}
            {At("")}, {At("")}, {At(", '+8 hours'")},
            CASE WHEN i % 100 < 98 THEN {At(", '+30 minutes'")} END, i % 3 <> 0, CASE WHEN i % 100 < 80 THEN {At(", '+40 minutes'")} END, CASE WHEN i % 100 < 80 THEN (i * 7919) % 86400 END, 0, 0, 'None', 5
            FROM n
            """;
    }

    private static string Postgres(List<Order> orders, int cases, DateTimeOffset now)
    {
        static string Literal(Guid key) => $"'{key}'::uuid";
        var seconds = 365.0 * 86_400 / cases;
        string At(string extra) => FormattableString.Invariant($"(timestamptz '{now.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00' - ({cases} - i) * {seconds:0.######} * interval '1 second'{extra})");
        return $"""
            INSERT INTO "RefundCases" ({Columns})
            SELECT (lpad(to_hex(i), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, {Pick(orders, o => o.ClientId.Value, Literal, "i")}, upper(lpad(to_hex(i), 8, '0')), {Pick(orders, o => o.Id.Value, Literal, "i")},
            'O-' || (i % 500000), 'C-' || (i % 200000), 'Customer ' || (i % 200000), 'EUR', 'Portal',
            {Common(Status("i"), "i").Replace("* 104729", "::bigint * 104729", StringComparison.Ordinal).Replace("* 7919", "::bigint * 7919", StringComparison.Ordinal)}
            {At("")}, {At("")}, {At(" + interval '8 hours'")},
            CASE WHEN i % 100 < 98 THEN {At(" + interval '30 minutes'")} END, i % 3 <> 0, CASE WHEN i % 100 < 80 THEN {At(" + interval '40 minutes'")} END, CASE WHEN i % 100 < 80 THEN (i::bigint * 7919) % 86400 END, 0, 0, 'None', 5
            FROM generate_series(1, {cases}) AS n(i)
            """;
    }
}
