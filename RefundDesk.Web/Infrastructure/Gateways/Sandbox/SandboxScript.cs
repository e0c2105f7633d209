using System.Globalization;

namespace RefundDesk.Web.Infrastructure.Gateways.Sandbox;

/// <summary>
/// How the sandbox treats a charge, written into its reference after a <c>#</c>:
/// <list type="bullet">
/// <item><c>ch_1#decline=card_closed</c>: refused for good with that code.</item>
/// <item><c>ch_1#timeout</c>: the first call is lost before it has any effect.</item>
/// <item><c>ch_1#timeout-after-effect</c>: the money moves, the answer of the first call is lost.</item>
/// <item><c>ch_1#pending=2s</c>: taken; done after that time (<c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>).</item>
/// <item><c>ch_1#late-failure=2s</c>: done, but after that time it turns out to have failed.</item>
/// </list>
/// Anything else is done at once.
/// </summary>
/// <param name="Declines">The code it is refused with.</param>
/// <param name="LosesRequest">Whether the first call is lost.</param>
/// <param name="LosesAnswer">Whether the first answer is lost.</param>
/// <param name="PendingFor">How long it takes.</param>
/// <param name="FailsAfter">When it turns out to have failed.</param>
internal sealed record SandboxScript(string? Declines, bool LosesRequest, bool LosesAnswer, TimeSpan? PendingFor, TimeSpan? FailsAfter)
{
    private static readonly SandboxScript Plain = new(null, false, false, null, null);

    public static SandboxScript Of(string chargeReference)
    {
        var hash = chargeReference.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
        {
            return Plain;
        }

        var parts = chargeReference[(hash + 1)..].Split('=', 2);
        var value = parts.Length == 2 ? parts[1] : string.Empty;
        return parts[0] switch
        {
            "decline" => Plain with { Declines = value.Length == 0 ? "declined" : value },
            "timeout" => Plain with { LosesRequest = true },
            "timeout-after-effect" => Plain with { LosesAnswer = true },
            "pending" => Plain with { PendingFor = Duration(value) },
            "late-failure" => Plain with { FailsAfter = Duration(value) },
            _ => Plain,
        };
    }

    private static TimeSpan Duration(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var count = digits == 0 ? 1 : int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        return text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromSeconds(count),
        };
    }
}
