namespace RefundDesk.Tests.Kit;

/// <summary>Everything of a refund and its order that a step may change, to show that a refused step changed nothing.</summary>
internal static class RefundSnapshot
{
    public static string Of(RefundScene scene)
    {
        var (refund, order) = scene;
        return string.Join(
            Environment.NewLine,
            [
                $"{refund.Status} v{refund.Version} due {refund.DueAt:O} why '{refund.WhyHere}' risk {refund.RiskScore} policy {refund.PolicyVersion}",
                $"requested {refund.Requested} proposed {refund.Proposed} approved {refund.Approved}",
                $"by {refund.CreatedById} {refund.ReviewedById} {refund.FirstApprovedById} {refund.FirstApprovedForId} {refund.FirstApprovedAt:O} {refund.ApprovedById} {refund.ApprovedForId} {refund.ChangedByIds} {refund.EvidenceByIds} decided {refund.DecidedAt:O} {refund.DecidedByAutomation} paid {refund.PaidAt:O} inspected {refund.GoodsInspectedAt:O}",
                $"pending {refund.PendingEvents.Count} {refund.PendingJournals.Count} {refund.PendingNotices.Count} {refund.PendingDecisions.Count}",
                .. refund.Lines.Select(line => $"line {line.LineNumber} {line.ChargedMinor} {line.TaxMinor} {line.FeeMinor} {line.PayableMinor} {line.IsIncluded} {line.Condition} {line.Quantity} of {line.AskedQuantity} {line.FoundInstead} {line.DueByLawMinor} {line.LegalClaim}"),
                .. refund.Payouts.Select(payout => $"payout {payout.Id} {payout.Amount} {payout.Status} {payout.Attempts} {payout.GatewayRefundId} {payout.FailureCode} {payout.FirstSentAt:O} {payout.FinalAt:O}"),
                $"order v{order.Version}",
                .. order.Lines.Select(line => $"order line {line.LineNumber} {line.ReservedQuantity} {line.ReservedMinor} {line.ReservedTaxMinor}"),
                .. order.Tenders.Select(tender => $"tender {tender.TenderNumber} {tender.ReservedMinor}"),
            ]);
    }
}
