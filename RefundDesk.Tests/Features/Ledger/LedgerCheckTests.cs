using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Ledger;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Ledger;

public sealed class LedgerCheckTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Books_of_refunds_in_every_status_are_right(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync();
        foreach (var status in Enum.GetValues<RefundStatus>())
        {
            await desk.AddCaseAsync(client, ARefund().In(status));
        }

        var findings = await CheckAsync(desk);

        Assert.Empty(findings.Differences);
        Assert.Equal(Enum.GetValues<RefundStatus>().Length, findings.Cases);
        Assert.True(findings.Postings > 0);
    }

    [Theory, DatabaseMatrix]
    public async Task A_posting_that_was_changed_is_found(DatabaseProvider provider)
    {
        var found = await RulesBrokenByAsync(provider, """UPDATE "Postings" SET "AmountMinor" = "AmountMinor" - 1 WHERE "Account" = 'RefundsPayable' AND "Kind" = 'Payout'""");

        Assert.Equal(["journal-balances", "payout-posted", "refunds-payable"], found);
    }

    [Theory, DatabaseMatrix]
    public async Task A_payout_that_was_made_up_is_found(DatabaseProvider provider)
    {
        var found = await RulesBrokenByAsync(provider, """UPDATE "Payouts" SET "AmountMinor" = "AmountMinor" + 1""");

        Assert.Equal(["paid-as-approved", "payout-posted", "refunds-payable", "tender-counted"], found);
    }

    [Theory, DatabaseMatrix]
    public async Task An_approval_that_nobody_posted_is_found(DatabaseProvider provider)
    {
        var found = await RulesBrokenByAsync(provider, """UPDATE "RefundCases" SET "ApprovedMinor" = "ApprovedMinor" + 1""");

        Assert.Equal(["approval-posted", "paid-as-approved", "refunds-payable"], found);
    }

    [Theory, DatabaseMatrix]
    public async Task A_ceiling_that_was_lowered_is_found(DatabaseProvider provider)
    {
        Assert.Equal(["tender-counted"], await RulesBrokenByAsync(provider, """UPDATE "Tenders" SET "ReservedMinor" = "ReservedMinor" - 1"""));
        Assert.Equal(["units-counted"], await RulesBrokenByAsync(provider, """UPDATE "OrderLines" SET "ReservedQuantity" = 0"""));
    }

    [Fact]
    public async Task Who_may_not_see_reports_is_refused()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var scope = desk.BuildHost(DeskPrincipal.Nobody).Services.CreateAsyncScope();

        Assert.Equal("refund.forbidden", Refused(await scope.ServiceProvider.GetRequiredService<LedgerCheck>().HandleAsync(Cancelled)).Code);
    }

    private static async Task<string[]> RulesBrokenByAsync(DatabaseProvider provider, string sql)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        await desk.AddCaseAsync(await desk.AddClientAsync(), ARefund().Paid());
        await using (var db = await desk.OpenAsync())
        {
            await db.Database.ExecuteSqlRawAsync(sql, Cancelled);
        }

        return [.. (await CheckAsync(desk)).Differences.Select(difference => difference.Rule).Distinct().Order(StringComparer.Ordinal)];
    }

    private static async Task<LedgerFindings> CheckAsync(TestDatabase desk)
    {
        await using var scope = desk.BuildHost().Services.CreateAsyncScope();
        return Done(await scope.ServiceProvider.GetRequiredService<LedgerCheck>().HandleAsync(Cancelled));
    }
}
