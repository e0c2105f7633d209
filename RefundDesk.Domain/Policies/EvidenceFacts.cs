namespace RefundDesk.Domain.Policies;

/// <summary>What came along with a request, as far as a policy asks: how much of which kind. What it shows is for people to see.</summary>
/// <param name="Photos">Pictures, each counted once, that are on no other case.</param>
/// <param name="Documents">PDFs.</param>
/// <param name="PhotosSeenBefore">Pictures that came with another case before: they show nothing about this one.</param>
public sealed record EvidenceFacts(int Photos, int Documents, int PhotosSeenBefore)
{
    /// <summary>Nothing came.</summary>
    public static EvidenceFacts Nothing { get; } = new(0, 0, 0);
}
