namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>Where people reach the desk, for links in messages to the desk's own people.</summary>
/// <param name="Url">As <c>Desk:PublicUrl</c> says it.</param>
internal sealed record DeskAddress(string Url)
{
    /// <summary>The address of one of the desk's pages.</summary>
    /// <param name="path">From the root: <c>/policies</c>.</param>
    public string Of(string path) => $"{Url.TrimEnd('/')}{path}";
}
