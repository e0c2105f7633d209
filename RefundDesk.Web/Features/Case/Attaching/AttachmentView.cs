using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>Another case the same photo is on.</summary>
/// <param name="Photo">The photo of this case.</param>
/// <param name="Other">The other case.</param>
/// <param name="IsExact">True where it is the same file; false where it shows the same, smaller or saved anew.</param>
/// <param name="WasBefore">True where the other one came first.</param>
public sealed record SamePhotoView(AttachmentId Photo, RefundNumber Other, bool IsExact, bool WasBefore);

/// <summary>An attachment as people and systems see it.</summary>
/// <param name="Id">The key.</param>
/// <param name="Kind">What it is.</param>
/// <param name="MediaType">As it is served.</param>
/// <param name="Name">What the sender calls it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Hash">SHA-256 of what is kept, lower-case hexadecimal.</param>
/// <param name="Channel">Over which door it came.</param>
/// <param name="AddedBy">Who brought it.</param>
/// <param name="AddedAt">UTC.</param>
public sealed record AttachmentView(AttachmentId Id, AttachmentKind Kind, string MediaType, string Name, long Length, string Hash, RequestChannel Channel, string AddedBy, DateTimeOffset AddedAt)
{
    /// <summary>The other cases the same photo is on; empty where it is on none, and for systems, which are not told.</summary>
    public IReadOnlyList<SamePhotoView> Same { get; init; } = [];

    /// <summary>Where a signed-in person finds it.</summary>
    public string Address(RefundNumber number) => $"/cases/{number}/attachments/{Id}";

    /// <summary>Of an attachment.</summary>
    internal static AttachmentView Of(Attachment file) => new(file.Id, file.Kind, file.MediaType, file.Name, file.Length, file.Hash, file.Channel, file.AddedByName, file.AddedAt);
}
