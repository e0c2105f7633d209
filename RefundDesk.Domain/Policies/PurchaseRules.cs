using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies.Law;

namespace RefundDesk.Domain.Policies;

/// <summary>
/// Terms of the whole purchase that a return breaks: a promotion, a free gift, free delivery from an amount. Each has a level, what the
/// customer owes for it as things stand after the request. What other requests settled already counts, so the request keeps back the
/// difference, or gives back what it mends: whatever the order of requests, everything back gives back everything.
/// </summary>
internal sealed class PurchaseRules
{
    private readonly ReturnPolicy _policy;
    private readonly string _clientCurrency;
    private readonly PolicyFacts _facts;
    private readonly PurchaseFacts _purchase;
    private readonly IReadOnlyList<LineEvaluation> _lines;
    private readonly Currency _currency;
    private readonly List<PolicyLine> _back;
    private readonly List<Finding> _findings = [];
    private readonly List<SettledTerm> _settled = [];
    private readonly long[] _taken;

    private PurchaseRules(ReturnPolicy policy, string clientCurrency, PolicyFacts facts, IReadOnlyList<LineEvaluation> lines)
    {
        (_policy, _clientCurrency, _facts, _purchase, _lines) = (policy, clientCurrency, facts, facts.Purchase!, lines);
        _currency = Currency.Of(facts.CurrencyCode);
        _taken = new long[lines.Count];
        _back = [.. facts.Lines.Where((line, place) => line.Kind == OrderLineKind.Goods && !lines[place].IsRefused && policy.RuleOf(line.Reason).Basis != LegalBasis.Goodwill)];
    }

    /// <summary>True for a finding by which a term of the purchase keeps something back.</summary>
    public static bool Takes(Finding finding) => finding.Clause is "§6" or "§13" && finding.Used.StartsWith("kept=", StringComparison.Ordinal);

    /// <summary>Changes the results by what the terms ask, of the two versions the one that takes less.</summary>
    /// <returns>What the request settles; null where nothing.</returns>
    public static IReadOnlyList<SettledTerm>? Settle(PoliciesInForce policies, string clientCurrency, PolicyFacts facts, IReadOnlyList<LineEvaluation> lines, List<LineResult> results, List<Finding> findings)
    {
        if (facts.Purchase is null)
        {
            return null;
        }

        var promised = new PurchaseRules(policies.Promise, clientCurrency, facts, lines).Look();
        var today = policies.Promise.Version == policies.Current.Version ? promised : new PurchaseRules(policies.Current, clientCurrency, facts, lines).Look();
        var isBetter = (today.Taken, today.Doubts).CompareTo((promised.Taken, promised.Doubts)) < 0;
        var better = isBetter ? today : promised;
        for (var place = 0; place < results.Count; place++)
        {
            var taken = better._taken[place];
            results[place] = results[place] with { FeeMinor = results[place].FeeMinor + taken, PayableMinor = results[place].PayableMinor - taken };
        }

        findings.AddRange(better._findings);
        if (isBetter)
        {
            findings.Add(new Finding("promise", "§12", FindingResult.Passed, $"What was sold together: version {policies.Current.Version} of today is better than version {policies.Promise.Version} of the purchase"));
        }

        return better._settled.Count == 0 ? null : better._settled;
    }

    private long Taken => _taken.Sum();

    private int Doubts => _findings.Count(finding => finding.Result == FindingResult.Doubtful);

    private PurchaseRules Look()
    {
        foreach (var promotion in _purchase.Lines.Where(line => line.Terms?.Promotion is not null).GroupBy(line => line.Terms!.Promotion!))
        {
            Promotion(promotion.Key, [.. promotion]);
        }

        foreach (var gift in _purchase.Lines.Where(line => line.Terms?.FreeWithLine is not null))
        {
            Gift(gift, _purchase.Line(gift.Terms!.FreeWithLine!.Value));
        }

        Delivery();
        foreach (var term in _purchase.Settled ?? [])
        {
            TakeWhatWasGivenAhead(term);
        }

        return this;
    }

    private void Promotion(Promotion promotion, PurchaseLine[] lines)
    {
        var own = Back(line => Array.Exists(lines, one => one.LineNumber == line.LineNumber));
        var kept = lines.Sum(line => Kept(line).Minor);
        var due = lines.All(line => Kept(line).Quantity == 0) ? 0 : promotion.Due(lines.Select(line => (line.ListMinor, line.Quantity, Kept(line).Quantity)));
        var level = _policy.Promotions == PromotionRule.Keep ? 0 : Math.Max(0, due - kept);
        level = _policy.Promotions == PromotionRule.FloorAtPaid ? Math.Min(level, lines.Sum(line => line.ChargedMinor) - kept) : level;
        Settle(new Term(
            $"promotion:{promotion.Key}",
            "promotion",
            string.Create(CultureInfo.InvariantCulture, $"{promotion.Buy} for {promotion.Pay} ({promotion.Key})"),
            $"what stays costs {Amount(due)} by its rule and was charged {Amount(kept)}",
            level,
            own,
            _policy.Promotions == PromotionRule.Recompute));
    }

    private void Gift(PurchaseLine gift, PurchaseLine? main)
    {
        if (main is null)
        {
            return;
        }

        var own = Back(line => line.LineNumber == main.LineNumber || line.LineNumber == gift.LineNumber);
        var kept = Kept(gift);
        var level = Kept(main).Quantity > 0 ? 0 : Math.Clamp(Rounding.HalfAwayFromZero((Int128)gift.ListMinor * kept.Quantity, gift.Quantity) - kept.Minor, 0, main.ChargedMinor);
        var name = $"{gift.Description}, free with {main.Description}";
        if (_policy.FreeGifts == GiftRule.Review && level > 0 && own.Length > 0 && !own.Any(IsByRight))
        {
            _findings.Add(new Finding("gift", "§13", FindingResult.Doubtful, $"{name}, stays: a person decides", own[0].LineNumber) { Used = string.Create(CultureInfo.InvariantCulture, $"list={gift.ListMinor}") });
            return;
        }

        Settle(new Term($"gift:{gift.LineNumber.ToString(CultureInfo.InvariantCulture)}", "gift", name, "it stays", _policy.FreeGifts == GiftRule.Deduct ? level : 0, [.. own.OrderBy(line => line.LineNumber == main.LineNumber ? 0 : 1)], false));
    }

    private void Delivery()
    {
        if (_purchase is not { GoodsMinor: { } goods, GoodsKeptMinor: { } open } || (_policy.FreeShippingFromMinor is null && _purchase.SettledOf("delivery").SettledMinor == 0))
        {
            return;
        }

        var own = Back(_ => true);
        var kept = open + _facts.Lines.Where(line => line.Kind == OrderLineKind.Goods && !_back.Contains(line)).Sum(line => line.ChargedMinor);
        var from = _facts.CurrencyCode == _clientCurrency ? _policy.FreeShippingFromMinor : null;
        Settle(new Term(
            "delivery",
            "free-shipping",
            from is { } free ? $"Free delivery from {Amount(free)}" : "Free delivery",
            $"{Amount(kept)} stays",
            kept > 0 && kept < from && goods >= from ? _policy.DeliveryChargeMinor : 0,
            [.. own.OrderByDescending(line => line.ChargedMinor)],
            true));
    }

    /// <summary>
    /// What was given ahead, on account of a request that was refused since, and is not taken with the term's own lines: it was paid out already, so
    /// whatever else the request gives pays for it. It is the price of no line and of no right.
    /// </summary>
    private void TakeWhatWasGivenAhead(SettledTerm term)
    {
        var ahead = -term.WithheldMinor - _settled.Where(settled => settled.Key == term.Key).Sum(settled => settled.WithheldMinor);
        foreach (var line in _facts.Lines.OrderByDescending(GivesStill))
        {
            var taken = Math.Clamp(ahead, 0, GivesStill(line));
            if (taken == 0)
            {
                return;
            }

            ahead -= taken;
            _taken[PlaceOf(line)] += taken;
            _settled.Add(new SettledTerm(term.Key, taken, 0));
            _findings.Add(new Finding("ahead", "§13", FindingResult.Passed, $"{Amount(taken)} was given ahead with an earlier request: it is kept back", line.LineNumber) { Used = string.Create(CultureInfo.InvariantCulture, $"kept={taken}, term={term.Key}") });
        }
    }

    private void Settle(Term term)
    {
        if (term.Own.Length == 0)
        {
            return;
        }

        var settled = _purchase.SettledOf(term.Key);
        var difference = term.LevelMinor - settled.SettledMinor;
        if (difference == 0)
        {
            Find(term, FindingResult.NotApplicable, term.LevelMinor == 0 ? "nothing is kept back for it" : "an earlier request settled it");
        }
        else if (difference < 0)
        {
            GiveBack(term, settled, -difference);
        }
        else if (term.Own.Any(IsByRight))
        {
            // What was given ahead, on account of a request that was refused since, is no price of this right: it was paid out already.
            var ahead = Math.Min(difference, Math.Max(0, -settled.WithheldMinor));
            if (ahead > 0)
            {
                Take(term, ahead, $"{Amount(ahead)} was given ahead");
            }

            if (difference > ahead)
            {
                Spare(term, difference - ahead);
            }
        }
        else
        {
            Take(term, difference, term.Broken);
        }
    }

    private void Spare(Term term, long waived)
    {
        _settled.Add(new SettledTerm(term.Key, 0, waived));
        var byFault = Array.Exists(term.Own, line => line.Reason.IsRetailersFault());
        Find(term, byFault ? FindingResult.NotApplicable : FindingResult.Overruled, byFault
            ? $"{term.Broken}, but nothing is taken where the fault is ours"
            : $"{term.Broken}, but nothing is taken from a withdrawal ({StatutoryFloors.Of(_facts.Country)?.WithdrawalSource})");
    }

    private void Take(Term term, long wanted, string why)
    {
        var left = wanted;
        IEnumerable<PolicyLine> others = term.FromOthers ? _facts.Lines.Where(line => !term.Own.Contains(line) && !IsByRight(line) && _policy.RuleOf(line.Reason).Basis != LegalBasis.Goodwill).OrderByDescending(GivesStill) : [];
        foreach (var line in term.Own.Concat(others))
        {
            var taken = Math.Min(left, GivesStill(line));
            _taken[PlaceOf(line)] += taken;
            left -= taken;
        }

        var kept = wanted - left;
        if (kept > 0)
        {
            _settled.Add(new SettledTerm(term.Key, kept, 0));
        }

        Find(term, FindingResult.Passed, $"{why}: {Amount(kept)} is kept back{(left > 0 ? $", {Amount(left)} more is not there to be kept" : string.Empty)}", string.Create(CultureInfo.InvariantCulture, $"kept={kept}, wanted={wanted}"));
    }

    /// <summary>What was waived stays so longest: money that was kept goes back first.</summary>
    private void GiveBack(Term term, SettledTerm settled, long less)
    {
        var back = Math.Clamp(less, 0, Math.Max(0, settled.WithheldMinor));
        _taken[PlaceOf(term.Own[0])] -= back;
        _settled.Add(new SettledTerm(term.Key, -back, -(less - back)));
        Find(term, back > 0 ? FindingResult.Passed : FindingResult.NotApplicable, back > 0 ? $"{Amount(back)} that an earlier request kept goes back" : "nothing was kept back for it", string.Create(CultureInfo.InvariantCulture, $"back={back}"));
    }

    private void Find(Term term, FindingResult result, string text, string used = "") => _findings.Add(
        new Finding(term.Rule, term.Rule == "free-shipping" ? "§6" : "§13", result, $"{term.Name}: {text}", term.Rule == "free-shipping" ? null : term.Own[0].LineNumber) { Used = used });

    private PolicyLine[] Back(Func<PolicyLine, bool> isOf) => [.. _back.Where(isOf)];

    /// <summary>What stays of a line after the request: what nobody asked back, and what the request asks for and does not get back.</summary>
    private (int Quantity, long Minor) Kept(PurchaseLine line)
    {
        var stays = _facts.Lines.Where(asked => asked.LineNumber == line.LineNumber && !_back.Contains(asked)).ToArray();
        return (line.KeptQuantity + stays.Sum(asked => asked.Quantity), line.KeptMinor + stays.Sum(asked => asked.ChargedMinor));
    }

    private bool IsByRight(PolicyLine line) => line.Reason.IsRetailersFault() || _lines[PlaceOf(line)].IsWithdrawal;

    private long GivesStill(PolicyLine line) => Math.Max(0, _lines[PlaceOf(line)].Result.PayableMinor - _taken[PlaceOf(line)]);

    private int PlaceOf(PolicyLine line)
    {
        var place = 0;
        while (!ReferenceEquals(_facts.Lines[place], line))
        {
            place++;
        }

        return place;
    }

    private string Amount(long minor) => Money.Of(minor, _currency).ToString();

    /// <summary>A term the request touches.</summary>
    /// <param name="Key">As it is stored.</param>
    /// <param name="Rule">Code of its finding.</param>
    /// <param name="Name">As a person reads it.</param>
    /// <param name="Broken">Why it is broken, where it is.</param>
    /// <param name="LevelMinor">What is owed for it after the request, minor units.</param>
    /// <param name="Own">Its lines that go back with the request, those that pay first first.</param>
    /// <param name="FromOthers">Whether other lines of the request pay too.</param>
    private sealed record Term(string Key, string Rule, string Name, string Broken, long LevelMinor, PolicyLine[] Own, bool FromOthers);
}
