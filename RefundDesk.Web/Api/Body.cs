using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Common.Reading;

namespace RefundDesk.Web.Api;

/// <summary>A body that may have faults; the API's filter answers them before an endpoint sees it.</summary>
internal interface IApiBody
{
    /// <summary>Why it could not be read, with its status; null where it could.</summary>
    (Refusal Refusal, int Status, IReadOnlyList<JsonFault> Faults)? Fault { get; }
}

/// <summary>A JSON body, read strictly: unknown fields, other kinds of values and missing fields are refused with their places, all at once.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class Body<T> : IApiBody, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private Body(T? value, (Refusal, int, IReadOnlyList<JsonFault>)? fault) => (_value, Fault) = (value, fault);

    /// <inheritdoc />
    public (Refusal Refusal, int Status, IReadOnlyList<JsonFault> Faults)? Fault { get; }

    /// <summary>What it holds.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body has faults.");

    /// <inheritdoc />
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Faulty(new Refusal("request.content-type", "Send JSON, with the header Content-Type: application/json."), StatusCodes.Status415UnsupportedMediaType);
        }

        var text = await ApiText.ReadAsync(context.Request, context.RequestAborted);
        return text.Succeeded ? Read(text.Value)
            : Faulty(text.Refusal, text.Refusal == ApiText.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
    }

    /// <summary>Reads a text.</summary>
    public static Body<T> Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Faulty(new Refusal("request.body", "The body is empty."), StatusCodes.Status400BadRequest);
        }

        var faults = JsonText.FaultsOf(text, typeof(T), ApiText.Options);
        return faults.Count > 0
            ? new Body<T>(null, (new Refusal("request.body", Say(faults)), StatusCodes.Status400BadRequest, faults))
            : new Body<T>(JsonSerializer.Deserialize<T>(text, ApiText.Options), null);
    }

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(["application/json", ApiDocument.AnyType], typeof(T)));

    private static Body<T> Faulty(Refusal refusal, int status) => new(null, (refusal, status, []));

    private static string Say(IReadOnlyList<JsonFault> faults) =>
        $"{(faults[0].Path.Length > 0 ? $"{faults[0].Path}: " : string.Empty)}{faults[0].Message}{(faults.Count > 1 ? $" And {faults.Count - 1} more." : string.Empty)}";
}

/// <summary>How bodies are written and read.</summary>
internal static class ApiText
{
    /// <summary>The most bytes of a body, or of a line of a batch.</summary>
    public const int MostBytes = 1_000_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Strict: see <see cref="Body{T}"/>.</summary>
    /// <remarks>No body is deeper; the document's schemas are, so that the depth is a matter of reading alone.</remarks>
    public static JsonSerializerOptions Options { get; } = Strict(new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), MaxDepth = 8 });

    /// <summary>Makes options read strictly and write what they read: names instead of numbers, no number as a text, no unknown field.</summary>
    public static JsonSerializerOptions Strict(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        return options;
    }

    /// <summary>More than <see cref="MostBytes"/>.</summary>
    public static Refusal TooLarge { get; } = new("request.too-large", $"The body has more than {MostBytes:N0} bytes.");

    /// <summary>No valid UTF-8.</summary>
    public static Refusal Encoding { get; } = new("request.encoding", "This is no valid UTF-8.");

    /// <summary>The body as text; or <c>request.too-large</c>, <c>request.encoding</c>.</summary>
    public static async Task<Outcome<string>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + read > MostBytes)
            {
                return TooLarge;
            }

            bytes.Write(buffer, 0, read);
        }

        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Bytes as text; or <c>request.encoding</c>.</summary>
    public static Outcome<string> Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding;
        }
    }
}
