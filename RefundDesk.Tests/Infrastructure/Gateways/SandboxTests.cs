using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Gateways.Sandbox;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Gateways;

public sealed class SandboxTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"refunddesk-book-{Next()}-{Environment.ProcessId}.jsonl");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeated_key_pays_once_and_is_answered_as_the_first_time()
    {
        using var book = Book(null);
        var gateway = Gateway(book);
        var instruction = Instruction("ch_1");

        var first = await gateway.RefundAsync(instruction, Cancelled);
        var second = await gateway.RefundAsync(instruction, Cancelled);

        Assert.Equal(GatewayReplyKind.Succeeded, first.Kind);
        Assert.Equal(first, second);
        Assert.Single(book.Entries);
        Assert.Equal(2, book.Calls);
    }

    [Fact]
    public async Task A_key_nobody_sent_is_not_found()
    {
        using var book = Book(null);

        Assert.Equal(GatewayReplyKind.NotFound, (await Gateway(book).LookUpAsync(Instruction("ch_1"), Cancelled)).Kind);
    }

    [Fact]
    public async Task A_book_in_a_file_outlives_its_process_even_where_the_last_line_is_torn()
    {
        using (var book = Book(_file))
        {
            await Gateway(book).RefundAsync(Instruction("ch_1"), Cancelled);
            await Gateway(book).RefundAsync(Instruction("ch_2#decline=card_closed"), Cancelled);
        }

        await File.AppendAllTextAsync(_file, "{\"Key\":\"rd-", Cancelled);

        Assert.Equal([true, false], SandboxBook.Read(_file).Select(entry => entry.Moved));
        using (var book = Book(_file))
        {
            await Gateway(book).RefundAsync(Instruction("ch_3"), Cancelled);
        }

        Assert.Equal([true, false, true], SandboxBook.Read(_file).Select(entry => entry.Moved));
    }

    [Fact]
    public void A_book_belongs_to_one_process_at_a_time()
    {
        using var book = Book(_file);

        Assert.Throws<IOException>(() => Book(_file));
    }

    [Fact]
    public async Task Losses_come_as_often_as_they_are_configured()
    {
        using var book = Book(null);
        var gateway = Gateway(book, new SandboxOptions { LostAnswerPercent = 30 });
        var unknown = 0;
        for (var i = 0; i < 1_000; i++)
        {
            unknown += (await gateway.RefundAsync(Instruction("ch_1"), Cancelled)).Kind == GatewayReplyKind.Unknown ? 1 : 0;
        }

        Assert.InRange(unknown, 250, 350);
        Assert.Equal(1_000, book.Entries.Count);
    }

    public void Dispose()
    {
        File.Delete(_file);
        File.Delete($"{_file}.lock");
    }

    private static SandboxBook Book(string? file) => new(Options.Create(new SandboxOptions { BookFile = file }));

    private static SandboxGateway Gateway(SandboxBook book, SandboxOptions? options = null) =>
        new(book, Options.Create(options ?? new SandboxOptions()), new NoNews(), new FakeTimeProvider(Now), NullLogger<SandboxGateway>.Instance);

    private static RefundInstruction Instruction(string charge)
    {
        var id = PayoutId.New(Now);
        return new RefundInstruction(id, $"rd-{id.Value:N}", charge, Eur(10_00), "RD-1", Now);
    }

    private sealed class NoNews : IGatewayNews
    {
        public Task<Outcome> TakeAsync(PayoutId payoutId, GatewayReply reply, CancellationToken cancellationToken) => Task.FromResult(Outcome.Ok);
    }
}
