using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;
using Outcome = RefundDesk.Domain.Common.Outcome;

namespace RefundDesk.Tests.Domain.Refunds.Paying;

/// <summary>
/// Any sequence of steps and of gateway answers, in any order and any number of times: answers twice, late failures after success,
/// lost answers, appeals, rivals on the same order. Whatever comes, what must hold holds after every step.
/// </summary>
public sealed class AnyLifeOfARefund
{
    [Property(MaxTest = 1_000, StartSize = 20, EndSize = 200)]
    public void Money_units_and_books_agree_after_every_step(byte captured, TenderRule rule, DoNotSize<ushort>[] steps) =>
        Walk(new Life(captured, rule), steps.Select(step => (int)step.Item));

    [Fact]
    public void The_lives_tried_lead_everywhere_and_back_again()
    {
        var random = new Random(20260310);
        var lives = Enumerable.Range(0, 300).Select(_ => new Life((byte)random.Next(256), (TenderRule)random.Next(3))).ToArray();

        Assert.All(lives, life => Walk(life, Enumerable.Range(0, 150).Select(_ => random.Next(ushort.MaxValue))));

        var taken = lives.SelectMany(life => life.Scene.Refund.PendingEvents).Where(happened => happened.Trigger is not null)
            .Select(happened => (happened.From, happened.Trigger!.Value, happened.To)).Distinct();
        (RefundStatus, RefundTrigger, RefundStatus)[] others = [.. RefundCase.Transitions.Where(row => row is { From: RefundStatus.AwaitingReturn or RefundStatus.AwaitingApproval } or { Trigger: RefundTrigger.AskGoodsBack or RefundTrigger.SendToApproval })];
        Assert.Empty(RefundCase.Transitions.Except(taken).Except(others));
        Assert.True(lives.Count(life => Times(life, RefundTrigger.ConfirmPaid) > 1) > 5, "Hardly a life was paid twice.");
        Assert.True(lives.Count(life => life.Scene.Refund.PendingJournals.Any(journal => journal.Kind == JournalKind.ApprovalReversal) && Times(life, RefundTrigger.ConfirmPaid) > 0) > 5, "Hardly an approval was taken back and given again.");
        Assert.True(lives.Count(life => life.Scene.Refund.Payouts.Count > 12) > 5, "Hardly a life had many payouts.");

        static int Times(Life life, RefundTrigger trigger) => life.Scene.Refund.PendingEvents.Count(happened => happened.Trigger == trigger);
    }

    private static void Walk(Life life, IEnumerable<int> steps)
    {
        foreach (var step in steps)
        {
            var (before, version) = (RefundSnapshot.Of(life.Scene), life.Scene.Refund.Version);
            var outcome = life.Take(step);
            var after = RefundSnapshot.Of(life.Scene);

            Assert.True(outcome.Succeeded || before == after, $"Refused with {outcome.Refusal?.Code} and yet changed:\n{before}\n{after}");
            Assert.True(before == after || life.Scene.Refund.Version > version || life.OnlyOrderMoved, "It changed and its version did not.");
            life.Check();
        }
    }

    private sealed class Life
    {
        private readonly TenderRule _rule;
        private readonly Dictionary<PayoutId, string> _keys = [];
        private readonly Stack<ReservedUnits> _rivalUnits = new();
        private (int TenderNumber, Money Amount)? _rival;

        public Life(byte captured, TenderRule rule)
        {
            _rule = rule;
            var order = AnOrder().WithLine(10_00, quantity: 3, tax: 1_900).WithLine(7_77, tax: 700).WithShipping(4_99, tax: 1_900)
                .PaidByGiftCard(captured % 16 * 50).PaidByCard(7_33).PaidBy(TenderMethod.Wallet, captured / 16 * 50);
            Scene = ARefund().Of(order).Asking(1, 1, condition: GoodsCondition.Used).Asking(2).Asking(3)
                .Under(APolicy() with { TenderRule = rule }).Build();
        }

        public RefundScene Scene { get; }

        /// <summary>A rival took or gave back money or units of the order; the case itself did not move.</summary>
        public bool OnlyOrderMoved { get; private set; }

        private RefundCase Refund => Scene.Refund;

        /// <summary>Mostly a step that fits the status, so that lives get far; one in eight is any step at all.</summary>
        public Outcome Take(int step)
        {
            var (any, choice) = (step % 8 == 0, step / 8);
            OnlyOrderMoved = false;
            return Refund.Status switch
            {
                _ when any => Any(choice % 13, choice / 13),
                RefundStatus.Received => choice % 4 == 0 ? Any(3, choice / 4) : Decide(choice / 4),
                RefundStatus.NeedsInformation => choice % 3 == 0 ? Any(6, 0) : Any(4, 0),
                RefundStatus.InReview => Any((choice % 9) switch { < 4 => 0, 4 => 1, 5 => 3, 6 => 12, _ => 8 }, choice / 9),
                RefundStatus.Rejected => Any(2, 0),
                RefundStatus.Approved => Any(choice % 4 == 0 ? 12 : 5, choice / 4),
                RefundStatus.PayoutFailed => Any((choice % 8) switch { < 4 => 9, < 7 => 10, _ => 8 }, choice / 8),
                _ => Reply(choice),
            };
        }

        public void Check()
        {
            CheckMoney();
            CheckUnits();
            CheckBooks();
            CheckHistory();
        }

        private Outcome Any(int verb, int choice) => verb switch
        {
            0 => Refund.Approve(SupervisorSue, RefundScene.WithoutLimit, Scene.Order, _rule, Scene.Tick()),
            1 => Refund.Reject(AgentAnn, "Used for a year.", Scene.Order, Scene.Tick()),
            2 => Refund.Appeal(CustomerKim, "Used for a day.", Scene.Order, Scene.Tick()),
            3 => Refund.Ask(AgentAnn, "Which one?", Scene.At.AddMinutes(2), Scene.Tick()),
            4 => Refund.TakeAnswer(CustomerKim, "The blue one.", Scene.Tick()),
            5 => Refund.StartPaying(Scene.Tick()),
            6 => Refund.Expire(Scene.Order, Scene.Tick()),
            7 => choice % 4 == 0 ? Refund.Cancel(CustomerKim, null, Scene.Order, Scene.Tick()) : Outcome.Ok,
            8 => Reply(choice),
            9 => Refund.RetryPayout(AgentAnn, Scene.Order, _rule, Scene.Tick()),
            12 => Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [(choice % 3) + 1] = new(choice % 5 != 0, choice % 400) }, "A scratch.", Scene.Order, Scene.Tick()),
            10 => Refund.TakeFailureToReview(AgentAnn, "The card is closed.", Scene.Tick()),
            _ => choice % 2 == 0 ? Rival(choice / 2) : RivalUnits(choice / 2),
        };

        private Outcome Decide(int choice)
        {
            Scene.Policy = Scene.Policy with { AutomaticApprovalMinor = choice % 4 == 0 ? 0 : long.MaxValue, AcceptedConditions = choice % 5 == 0 ? [] : APolicy().AcceptedConditions };
            Scene.Decide();
            return Outcome.Ok;
        }

        private Outcome Reply(int choice)
        {
            if (Refund.Payouts.Count == 0)
            {
                return Outcome.Ok;
            }

            var payout = Refund.Payouts[choice % Refund.Payouts.Count];
            GatewayReply reply = (choice / 8 % 6) switch
            {
                0 or 1 => GatewayReply.Succeeded($"re_{payout.Id.Value:N}"),
                2 => GatewayReply.Pending($"re_{payout.Id.Value:N}"),
                3 => GatewayReply.Refused("closed", "The card is closed."),
                4 => GatewayReply.Unknown("No answer in time."),
                _ => GatewayReply.NotFound,
            };
            return Refund.TakeReply(payout.Id, reply, Scene.Order, Scene.Tick());
        }

        private Outcome Rival(int choice)
        {
            OnlyOrderMoved = true;
            if (_rival is { } held)
            {
                Scene.Order.ReleaseTender(held.TenderNumber, held.Amount);
                _rival = null;
                return Outcome.Ok;
            }

            var tender = Scene.Order.Tenders[choice % 3];
            var amount = Eur(Math.Max(1, tender.OpenMinor));
            var outcome = Scene.Order.ReserveTenders([(tender.TenderNumber, amount)]);
            _rival = outcome.Succeeded ? (tender.TenderNumber, amount) : null;
            return outcome;
        }

        private Outcome RivalUnits(int choice)
        {
            OnlyOrderMoved = true;
            if (choice % 2 == 0 && _rivalUnits.TryPop(out var units))
            {
                Scene.Order.ReleaseLine(1, 1, units);
                return Outcome.Ok;
            }

            var outcome = Scene.Order.ReserveLines([(1, 1)]);
            if (outcome.Succeeded)
            {
                _rivalUnits.Push(outcome.Value[0]);
            }

            return outcome.WithoutValue();
        }

        private void CheckMoney()
        {
            var alive = Refund.Payouts.Where(payout => payout.Status != PayoutStatus.Failed).ToArray();
            var paid = alive.Where(payout => payout.Status == PayoutStatus.Succeeded).Sum(payout => payout.AmountMinor);
            Assert.InRange(alive.Sum(payout => payout.AmountMinor), 0, Refund.ApprovedMinor);
            Assert.Equal(Refund.Status == RefundStatus.Paid, Refund.ApprovedMinor > 0 && paid == Refund.ApprovedMinor);
            Assert.True(Refund.Status is RefundStatus.Approved or RefundStatus.Paying || !alive.Any(payout => payout.IsOpen), $"Money is on its way in {Refund.Status}.");
            Assert.Equal(Refund.Status == RefundStatus.Paid, Refund.PaidAt is not null);
            foreach (var tender in Scene.Order.Tenders)
            {
                var rival = _rival is { } held && held.TenderNumber == tender.TenderNumber ? held.Amount.Minor : 0;
                Assert.Equal(alive.Where(payout => payout.TenderNumber == tender.TenderNumber).Sum(payout => payout.AmountMinor) + rival, tender.ReservedMinor);
                Assert.InRange(tender.ReservedMinor, 0, tender.CapturedMinor);
            }

            foreach (var payout in Refund.Payouts)
            {
                Assert.True(_keys.TryAdd(payout.Id, payout.IdempotencyKey) || _keys[payout.Id] == payout.IdempotencyKey);
                Assert.Equal(payout.Status is PayoutStatus.Succeeded or PayoutStatus.Failed, payout.FinalAt is not null);
            }

            Assert.Distinct(_keys.Values);
        }

        private void CheckUnits()
        {
            var approved = Refund.ApprovedMinor > 0;
            foreach (var line in Refund.Lines)
            {
                var counted = Refund.Status is not (RefundStatus.Rejected or RefundStatus.Cancelled) && (!approved || line.IsIncluded);
                var units = Scene.Order.Line(line.LineNumber);
                IEnumerable<ReservedUnits> rivals = line.LineNumber == 1 ? _rivalUnits : [];
                Assert.Equal((counted ? line.Quantity : 0) + rivals.Count(), units.ReservedQuantity);
                Assert.Equal((counted ? line.ChargedMinor : 0) + rivals.Sum(rival => rival.Charged.Minor), units.ReservedMinor);
                Assert.Equal((counted ? line.TaxMinor : 0) + rivals.Sum(rival => rival.Tax.Minor), units.ReservedTaxMinor);
                Assert.Equal(line.IsIncluded ? line.ChargedMinor : 0, line.FeeMinor + line.PayableMinor);
            }

            Assert.Equal(Refund.Lines.Sum(line => line.PayableMinor), Refund.ProposedMinor);
            Assert.True(!approved || Refund.ApprovedMinor == Refund.ProposedMinor);
        }

        private void CheckBooks()
        {
            var entries = Refund.PendingJournals.SelectMany(journal => journal.Entries).ToLookup(entry => entry.Account, entry => entry.Amount.Minor);
            var paid = Refund.Payouts.Where(payout => payout.Status == PayoutStatus.Succeeded).ToArray();
            Assert.Equal(paid.Sum(payout => payout.AmountMinor) - Refund.ApprovedMinor, entries[Account.RefundsPayable].Sum());
            Assert.Equal(Refund.ApprovedMinor > 0 && Refund.Status == RefundStatus.Paid, Refund.ApprovedMinor > 0 && entries[Account.RefundsPayable].Sum() == 0);
            Assert.Equal(-paid.Where(payout => payout.IsStoreCredit).Sum(payout => payout.AmountMinor), entries[Account.StoreCreditLiability].Sum());
            Assert.Equal(-paid.Where(payout => !payout.IsStoreCredit).Sum(payout => payout.AmountMinor), entries[Account.GatewayClearing].Sum());
            Assert.Equal(Refund.ApprovedMinor, entries[Account.SalesReturns].Sum() + entries[Account.TaxOnReturns].Sum() + entries[Account.RestockingIncome].Sum());
        }

        private void CheckHistory()
        {
            var moves = Refund.PendingEvents.Where(happened => happened.Trigger is not null).ToArray();
            var status = RefundStatus.Received;
            foreach (var move in moves)
            {
                Assert.Equal(status, move.From);
                status = move.To;
            }

            Assert.Equal(status, Refund.Status);
        }
    }
}
