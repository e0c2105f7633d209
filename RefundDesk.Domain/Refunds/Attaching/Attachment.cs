using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Domain.Refunds.Attaching;

/// <summary>The key of an attachment.</summary>
public readonly record struct AttachmentId(Guid Value)
{
    /// <summary>A new key, ordered by time.</summary>
    public static AttachmentId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>What an attachment is, told by its content.</summary>
public enum AttachmentKind
{
    /// <summary>A picture that was decoded and written anew.</summary>
    Photo,

    /// <summary>A PDF without anything in it that runs.</summary>
    Pdf,

    /// <summary>The mail a request came by, byte for byte.</summary>
    Mail,
}

/// <summary>
/// Something that came with a request, as evidence. Its bytes lie elsewhere, in the database or in a folder; here is what it is, who brought it, and
/// by what it can be told that it came before. It belongs to a case, or waits for one as a draft of a customer who is still filling in the form.
/// </summary>
public sealed class Attachment
{
    private Attachment()
    {
        Name = MediaType = ReceivedHash = Hash = AddedByName = null!;
    }

    /// <summary>The key.</summary>
    public AttachmentId Id { get; private init; }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>The case; null while it is a draft.</summary>
    public RefundCaseId? CaseId { get; private set; }

    /// <summary>The form it was put into while that is not sent; null once it belongs to a case.</summary>
    public Guid? DraftOf { get; private set; }

    /// <summary>What it is.</summary>
    public AttachmentKind Kind { get; private init; }

    /// <summary>As it is served, <c>image/jpeg</c>.</summary>
    public string MediaType { get; private init; }

    /// <summary>As the sender called it, cleaned, at most 100 characters; ends with what it is.</summary>
    public string Name { get; private init; }

    /// <summary>How much is kept, bytes.</summary>
    public long Length { get; private init; }

    /// <summary>SHA-256 of what came, lower-case hexadecimal.</summary>
    public string ReceivedHash { get; private init; }

    /// <summary>SHA-256 of what is kept; the same where nothing had to be taken out.</summary>
    public string Hash { get; private init; }

    /// <summary>How the picture looks, to find it again; null for what is no picture, and for pictures of nothing.</summary>
    public PictureHash? Look { get; private init; }

    /// <summary>A quarter of the look, to find those that differ in few places by an index. See <see cref="PictureHash.Parts"/>.</summary>
    public int? LookPart1 { get; private init; }

    /// <summary>The second quarter.</summary>
    public int? LookPart2 { get; private init; }

    /// <summary>The third quarter.</summary>
    public int? LookPart3 { get; private init; }

    /// <summary>The last quarter.</summary>
    public int? LookPart4 { get; private init; }

    /// <summary>Over which door it came.</summary>
    public RequestChannel Channel { get; private init; }

    /// <summary>The person who added it; null for customers and systems.</summary>
    public UserId? AddedById { get; private init; }

    /// <summary>Who added it, as people read it.</summary>
    public string AddedByName { get; private init; }

    /// <summary>When it came, UTC.</summary>
    public DateTimeOffset AddedAt { get; private init; }

    /// <summary>An attachment of a case.</summary>
    /// <param name="refund">The case.</param>
    /// <param name="file">What came.</param>
    /// <param name="by">Who brought it.</param>
    /// <param name="channel">Over which door.</param>
    /// <param name="at">Now, UTC.</param>
    public static Attachment Of(RefundCase refund, PreparedFile file, Actor by, RequestChannel channel, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return Make(refund.ClientId, refund.Id, null, file, by, channel, at);
    }

    /// <summary>A draft: something a customer put into a form that is not sent yet.</summary>
    /// <param name="client">The retailer.</param>
    /// <param name="draftOf">The form.</param>
    /// <param name="file">What came.</param>
    /// <param name="by">Who brought it.</param>
    /// <param name="channel">Over which door.</param>
    /// <param name="at">Now, UTC.</param>
    public static Attachment Draft(ClientId client, Guid draftOf, PreparedFile file, Actor by, RequestChannel channel, DateTimeOffset at) =>
        Make(client, null, draftOf, file, by, channel, at);

    /// <summary>The form was sent: the draft belongs to its case.</summary>
    /// <exception cref="InvalidOperationException">It belongs to a case already, or the case is another client's: a defect.</exception>
    public void BelongTo(RefundCase refund)
    {
        ArgumentNullException.ThrowIfNull(refund);
        if (CaseId is not null || refund.ClientId != ClientId)
        {
            throw new InvalidOperationException($"Attachment {Id} cannot be given to case {refund.Number}.");
        }

        (CaseId, DraftOf) = (refund.Id, null);
    }

    private static Attachment Make(ClientId client, RefundCaseId? refund, Guid? draftOf, PreparedFile file, Actor by, RequestChannel channel, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(by);
        var parts = file.Look?.Parts;
        return new Attachment
        {
            Id = AttachmentId.New(at), ClientId = client, CaseId = refund, DraftOf = draftOf, Kind = file.Kind, MediaType = file.MediaType, Name = file.Name, Length = file.Bytes.Length,
            ReceivedHash = file.ReceivedHash, Hash = file.Hash, Look = file.Look, LookPart1 = parts?[0], LookPart2 = parts?[1], LookPart3 = parts?[2], LookPart4 = parts?[3],
            Channel = channel, AddedById = by.Id, AddedByName = StoredText.Cut(by.Name, 120), AddedAt = at,
        };
    }
}
