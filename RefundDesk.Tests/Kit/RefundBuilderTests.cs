using RefundDesk.Domain.Refunds;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

public sealed class RefundBuilderTests
{
    public static TheoryData<RefundStatus> EveryStatus => [.. Enum.GetValues<RefundStatus>()];

    [Theory]
    [MemberData(nameof(EveryStatus))]
    public void The_builder_knows_the_way_to_every_status(RefundStatus status)
    {
        var (refund, order) = ARefund().Of(Eur(45_00)).In(status).Build();

        Assert.Equal(status, refund.Status);
        Assert.Equal(order.Id, refund.OrderId);
    }

    [Fact]
    public void A_way_that_the_policy_does_not_lead_to_fails_with_where_it_led()
    {
        var failure = Assert.ThrowsAny<Exception>(() => ARefund().Under(APolicy()).Of(Eur(45_00)).InReview().Build());

        Assert.Contains("had to come to InReview and is Approved", failure.Message, StringComparison.Ordinal);
    }
}
