using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Requesting;

public sealed class ReceiveTests
{
    private static readonly RequestedLine Line = new(1, 1, RefundReason.WrongSize, GoodsCondition.Opened);
    private static readonly RefundRequest Request = new(RequestChannel.Api, "key-1", Now, "Too small.", [Line]);

    [Fact]
    public void A_case_is_due_at_once_and_knows_what_was_charged()
    {
        var order = AnOrder().WithLine(30_00, quantity: 3, tax: 1_900, category: "shoes").WithLine(50_00, category: "bags").Build();
        var refund = Done(Receive(order, Request with { Lines = [Line with { Quantity = 2 }, Line with { LineNumber = 2 }] }));

        Assert.Equal((RefundStatus.Received, Now, Now.AddHours(8)), (refund.Status, refund.DueAt!.Value, refund.AnswerBy));
        Assert.Equal((Eur(70_00), Eur(70_00), Eur(0)), (refund.Requested, refund.Proposed, refund.Approved));
        Assert.Equal([20_00, 50_00], refund.Lines.Select(line => line.ChargedMinor));
        Assert.Equal([3_19, 0], refund.Lines.Select(line => line.TaxMinor));
        Assert.Equal((RefundReason.WrongSize, "bags", 1), (refund.Reason, refund.Category, refund.Version));
        Assert.Equal((order.Id, order.OrderNumber, order.CustomerEmail), (refund.OrderId, refund.OrderNumber, refund.CustomerEmail));
        var happened = Assert.Single(refund.PendingEvents);
        Assert.Equal(("Asked for 70.00 EUR back, 2 lines", "Too small."), (happened.Text, happened.Why));
        Assert.Null(happened.Trigger);
    }

    [Fact]
    public void A_second_request_sees_the_units_of_the_first_taken()
    {
        var order = AnOrder().WithLine(30_00, quantity: 3).Build();
        Done(Receive(order, Request with { Lines = [Line with { Quantity = 2 }] }));

        Assert.Equal("order.quantity-taken", Refused(Receive(order, Request with { RequestKey = null, Lines = [Line with { Quantity = 2 }] })).Code);
        Assert.Equal(Eur(10_00), Done(Receive(order, Request with { RequestKey = null })).Requested);
    }

    public static TheoryData<string, string, RefundRequest> FaultyRequests() => new()
    {
        { "refund.lines", "", Request with { Lines = [] } },
        { "refund.lines", "", Request with { Lines = null! } },
        { "refund.lines", "", Request with { Lines = [null!] } },
        { "refund.lines", "", Request with { Lines = [Line, Line] } },
        { "order.unknown-line", "", Request with { Lines = [Line with { LineNumber = 2 }] } },
        { "order.quantity", "", Request with { Lines = [Line with { Quantity = 0 }] } },
        { "order.quantity", "", Request with { Lines = [Line with { Quantity = -1 }] } },
        { "order.quantity-taken", "", Request with { Lines = [Line with { Quantity = 4 }] } },
        { "refund.field", "requestKey: ", Request with { RequestKey = "" } },
        { "refund.field", "requestKey: ", Request with { RequestKey = new string('k', 121) } },
        { "refund.field", "requestKey: ", Request with { RequestKey = "a\0b" } },
        { "refund.field", "askedAt: ", Request with { AskedAt = default } },
        { "refund.field", "askedAt: ", Request with { AskedAt = Now.AddDays(1).AddTicks(1) } },
        { "refund.field", "channel: ", Request with { Channel = (RequestChannel)99 } },
        { "refund.field", "reason: ", Request with { Lines = [Line with { Reason = (RefundReason)99 }] } },
        { "refund.field", "condition: ", Request with { Lines = [Line with { Condition = (GoodsCondition)99 }] } },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(FaultyRequests))]
    public void A_faulty_request_is_refused_and_counts_nothing(string code, string message, RefundRequest request)
    {
        var order = AnOrder().WithLine(30_00, quantity: 3).Build();

        var refusal = Refused(Receive(order, request));

        Assert.Equal(code, refusal.Code);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (order.Lines[0].ReservedQuantity, order.Version));
    }

    [Fact]
    public void The_customers_words_are_cut_and_cleaned_so_that_every_database_takes_them()
    {
        var half = Done(Receive(AnOrder().Build(), Request with { CustomerNote = "a\0b \ud83d c \ude00 😀" }));
        var cut = Done(Receive(AnOrder().Build(), Request with { CustomerNote = $"{new string('x', 1_998)}😀😀" }));
        var whole = Done(Receive(AnOrder().Build(), Request with { CustomerNote = $"{new string('x', 1_998)}😀" }));

        Assert.Equal("a\ufffdb \ufffd c \ufffd 😀", half.CustomerNote);
        Assert.Equal($"{new string('x', 1_998)}…", cut.CustomerNote);
        Assert.Equal($"{new string('x', 1_998)}😀", whole.CustomerNote);
        Assert.Equal(cut.CustomerNote, cut.PendingEvents[0].Why);
    }

    private static Outcome<RefundCase> Receive(Order order, RefundRequest request) =>
        RefundCase.Receive(order, request, ANumber(), CustomerKim, Now.AddHours(8), Now);
}
