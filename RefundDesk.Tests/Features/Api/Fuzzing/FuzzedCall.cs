using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace RefundDesk.Tests.Features.Api.Fuzzing;

/// <summary>What is expected of a call, beyond what holds for every one.</summary>
internal enum Expected
{
    /// <summary>Nothing more.</summary>
    Anything,

    /// <summary>It is taken.</summary>
    Taken,

    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>The document says the body can be read: it is not refused as unreadable.</summary>
    Readable,

    /// <summary>Refused, with the field named.</summary>
    FieldNamed,

    /// <summary>Answered as the call before, and nothing is stored.</summary>
    Repeated,
}

/// <summary>A call and how it was made.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Kind">What is tried: the row of the summary.</param>
/// <param name="Method">The method that is sent.</param>
/// <param name="Path">The address with its query.</param>
/// <param name="Secret">The key; null for none.</param>
internal sealed record FuzzedCall(DescribedOperation Operation, string Kind, string Method, string Path, string? Secret)
{
    /// <summary>What is expected.</summary>
    public Expected Expected { get; init; } = Expected.Anything;

    /// <summary>The field that was broken, <c>lines[0].quantity</c>.</summary>
    public string? Field { get; init; }

    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's type.</summary>
    public string? ContentType { get; init; }

    /// <summary>More headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Statuses that are right although the document names them for no operation: another method, nothing at this address.</summary>
    public IReadOnlyList<int> AlsoRight { get; init; } = [];

    /// <summary>As a message.</summary>
    public HttpRequestMessage Message(Uri desk)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(desk.GetLeftPart(UriPartial.Authority) + Path));
        if (Secret is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Secret}");
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            }
        }

        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>As somebody would type it. The key is the test's own and is gone with it.</summary>
    public string AsCurl(Uri desk)
    {
        var line = new StringBuilder($"curl -i -X {Method} '{desk.GetLeftPart(UriPartial.Authority)}{Path}'");
        if (Secret is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $" -H 'Authorization: Bearer {Secret}'");
        }

        foreach (var (name, value) in Headers)
        {
            line.Append(CultureInfo.InvariantCulture, $" -H '{name}: {Short(value, 120)}'");
        }

        return Body is null ? line.ToString() : line.Append(CultureInfo.InvariantCulture, $" -H 'Content-Type: {ContentType}' --data-binary '{Short(Encoding.UTF8.GetString(Body), 1_500)}'").ToString();
    }

    private static string Short(string text, int most) => text.Length <= most ? text : $"{text[..most]}… ({text.Length} characters)";
}

/// <summary>What came back.</summary>
internal sealed record FuzzedAnswer(HttpStatusCode Status, string Text, string? Location, MediaTypeHeaderValue? ContentType);
