using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>
/// A purchase with a promotion, a gift and free delivery comes back in any parts and any order, by right and otherwise, some of it refused
/// and asked for again: at no time more is given than was charged, and everything back gives everything.
/// </summary>
public sealed class AnyOrderOfReturns
{
    [Property(MaxTest = 300, StartSize = 10, EndSize = 60)]
    public void Gives_everything_for_everything_and_never_more(DoNotSize<ushort>[] steps, byte dice)
    {
        var returns = new Returns(dice);
        foreach (var step in steps)
        {
            returns.Take(step.Item);
            returns.Check();
        }

        returns.TakeTheRest();
        Assert.Equal(returns.ChargedMinor, returns.GivenMinor);
        Assert.Equal(0, returns.Order.Settled?.WithheldMinor ?? 0);
    }

    [Fact]
    public void The_returns_tried_break_and_mend_every_term()
    {
        var random = new Random(20260311);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var lessThanNothing = 0;
        for (var round = 0; round < 200; round++)
        {
            var returns = new Returns((byte)random.Next(256));
            for (var step = 0; step < 6; step++)
            {
                returns.Take(random.Next(ushort.MaxValue));
                keys.UnionWith(returns.Order.Settled?.Terms.Select(term => $"{term.Key} {(term.WithheldMinor > 0 ? "kept" : "waived")}") ?? []);
            }

            lessThanNothing += returns.Cases.Count(refund => refund.Lines.Any(line => line.FeeMinor < 0));
        }

        Assert.Superset(new HashSet<string> { "promotion:P kept", "promotion:P waived", "gift:4 kept", "gift:4 waived", "delivery kept", "delivery waived" }, keys);
        Assert.True(lessThanNothing > 20, "Hardly anything was mended.");
    }

    /// <summary>Lives in which what had been given ahead did not fit into what the term's own lines gave, found by chance.</summary>
    [Theory]
    [InlineData(178, new[] { 25932, 13632, 41082, 38185, 29920 })]
    [InlineData(178, new[] { 3147, 5919, 22119, 63329, 9087, 35379 })]
    [InlineData(232, new[] { 38604, 26512, 35690, 247, 37563, 24689, 49825 })]
    [InlineData(88, new[] { 2270, 41687, 33230, 61970, 12327, 15688, 37665, 33120 })]
    public void What_was_given_ahead_is_taken_from_whatever_comes_back_next(int dice, int[] steps) =>
        Gives_everything_for_everything_and_never_more([.. steps.Select(step => DoNotSize<ushort>.NewDoNotSize((ushort)step))], (byte)dice);

    private sealed class Returns(byte dice)
    {
        private readonly ReturnPolicy _policy = APolicy() with
        {
            RestockingFees = [],
            Promotions = (PromotionRule)(dice % 3),
            FreeGifts = (GiftRule)(dice / 3 % 3),
            FreeShippingFromMinor = dice % 2 == 0 ? 60_00 : null,
            DeliveryChargeMinor = dice % 2 == 0 ? 4_90 : 0,
        };

        public Order Order { get; } = AnOrder().WithLine(20_00, quantity: 2, discount: 7_00).SoldUnder(new LineTerms { Promotion = new Promotion("P", 3, 2) })
            .WithLine(9_99, discount: 3_33).SoldUnder(new LineTerms { Promotion = new Promotion("P", 3, 2) })
            .WithLine(50_00, quantity: 2).WithLine(15_00, discount: 15_00).SoldUnder(new LineTerms { FreeWithLine = 3 }).WithShipping(4_90, discount: 4_90).Build();

        public List<RefundCase> Cases { get; } = [];

        public long ChargedMinor => Order.Charged.Minor;

        public long GivenMinor => Cases.Where(refund => refund.Status != RefundStatus.Rejected).Sum(refund => refund.ProposedMinor);

        public void Take(int step)
        {
            if (step % 7 == 0 && Cases.FirstOrDefault(refund => refund.Status == RefundStatus.InReview) is { } waiting)
            {
                Done(waiting.Reject(AgentAnn, "Not yet.", Order, Now.AddDays(1), RefusalGround.FactsDisproved));
                return;
            }

            var open = Order.Lines.Where(line => line.Kind == OrderLineKind.Goods && line.OpenQuantity > 0).ToArray();
            var wanted = open.Where((_, place) => (step >> (3 + place)) % 2 == 0).ToArray();
            if (wanted.Length > 0)
            {
                var reason = step % 5 == 0 ? RefundReason.Defective : RefundReason.ChangedMind;
                Ask(wanted.Select(line => (line.LineNumber, step % 3 == 0 ? line.OpenQuantity : 1)), reason);
            }
        }

        public void TakeTheRest()
        {
            if (Order.Lines.Where(line => line.Kind == OrderLineKind.Goods && line.OpenQuantity > 0).Select(line => (line.LineNumber, line.OpenQuantity)).ToArray() is { Length: > 0 } rest)
            {
                Ask(rest, RefundReason.ChangedMind);
            }
        }

        public void Check()
        {
            Assert.True(GivenMinor <= ChargedMinor, $"{GivenMinor} of {ChargedMinor} was given.");
            Assert.All(Cases, refund => Assert.True(refund.ProposedMinor >= 0));
            Assert.All(Order.Settled?.Terms ?? [], term => Assert.True(term.WaivedMinor >= 0));
            Assert.Equal(ReservedMinor - GivenMinor, Order.Settled?.WithheldMinor ?? 0);
        }

        private long ReservedMinor => Order.Lines.Sum(line => line.ReservedMinor);

        private void Ask(IEnumerable<(int Line, int Quantity)> lines, RefundReason reason) =>
            Cases.Add(lines.Aggregate(ARefund().Of(Order).Under(_policy), (refund, line) => refund.Asking(line.Line, line.Quantity, reason)).Decided().Build().Refund);
    }
}
