using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using DotLiquid;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>
/// Writes messages from Liquid templates, one file a kind of notice in a folder a language: the subject, an empty line, paragraphs.
/// The HTML body holds the same paragraphs, encoded, so that the two never say different things and no value is ever markup.
/// </summary>
internal sealed class MailTemplates(DeskAddress desk, ICustomerLinks links)
{
    private const string Fallback = "en";

    private readonly ConcurrentDictionary<string, Template> _parsed = new(StringComparer.Ordinal);

    /// <summary>Writes subject, text and HTML of a notice.</summary>
    /// <param name="notice">What is said.</param>
    /// <param name="clientName">On whose behalf.</param>
    /// <param name="about">The refund, for the address of its page.</param>
    public (string Subject, string Text, string Html) Write(RefundNotice notice, string clientName, (string ClientKey, ClientId Client, RefundNumber Number) about)
    {
        var language = notice.Language ?? Fallback;
        var link = notice.Kind is NoticeKind.ErasureBegins or NoticeKind.ErasureHeld ? string.Empty : desk.Of(links.PathTo(about.ClientKey, about.Client, about.Number));
        var text = Render($"{language}/{notice.Kind}.liquid", new Dictionary<string, object>
        {
            ["client_name"] = Flat(clientName),
            ["customer_name"] = Flat(notice.CustomerName),
            ["refund_number"] = notice.RefundNumber,
            ["order_number"] = Flat(notice.OrderNumber),
            ["amount"] = notice.Amount,
            ["detail"] = notice.Rules is { Count: > 0 } rules && language != Fallback ? string.Join('\n', rules.Select(rule => RuleIn(language, rule)).Distinct()) : notice.Detail,
            ["money"] = string.Join(", ", (notice.Money ?? []).Select(part => $"{part.Amount} → {part.To}")),
            ["link"] = link,
        });
        return Laid(text, clientName, language, link);
    }

    /// <summary>Writes subject, text and HTML of a message to the desk's own people.</summary>
    /// <param name="notice">What is said.</param>
    /// <param name="clientName">Whose business it is about.</param>
    public (string Subject, string Text, string Html) Write(StaffNotice notice, string clientName)
    {
        var text = Render($"{Fallback}/{notice.Kind}.liquid", new Dictionary<string, object>
        {
            ["client_name"] = Flat(clientName),
            ["name"] = Flat(notice.Name),
            ["what"] = $"{char.ToUpperInvariant(notice.What[0])}{notice.What[1..]}",
            ["figures"] = notice.Figures,
            ["link"] = desk.Of(notice.Path),
        });
        return Laid(text, "RefundDesk", Fallback, desk.Of(notice.Path));
    }

    /// <summary>A rule that refused, as a sentence of its own in a language; in English the finding itself says it, with its facts.</summary>
    private string RuleIn(string language, string rule) => Render($"{language}/rules.liquid", new Dictionary<string, object> { ["rule"] = rule }).Trim();

    private (string Subject, string Text, string Html) Laid(string text, string sender, string language, string link)
    {
        var blocks = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var address = WebUtility.HtmlEncode(link);
        var html = Render("layout.html.liquid", new Dictionary<string, object>
        {
            ["language"] = language,
            ["client_name"] = WebUtility.HtmlEncode(sender),
            ["subject"] = WebUtility.HtmlEncode(blocks[0]),
            ["paragraphs"] = blocks.Skip(1).Select(block => WebUtility.HtmlEncode(block).Replace("\n", "<br>", StringComparison.Ordinal))
                .Select(block => address.Length == 0 ? block : block.Replace(address, $"<a href=\"{address}\">{address}</a>", StringComparison.Ordinal)).ToArray(),
        });
        return (blocks[0].Replace('\n', ' '), $"{string.Join("\n\n", blocks.Skip(1))}\n", html);
    }

    private string Render(string name, Dictionary<string, object> values) =>
        _parsed.GetOrAdd(name, Parse).Render(new RenderParameters(CultureInfo.InvariantCulture) { LocalVariables = Hash.FromDictionary(values) });

    private static Template Parse(string name)
    {
        var template = Template.Parse(Read(name) ?? Read($"{Fallback}/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}") ?? throw new InvalidOperationException($"There is no template {name}."));
        template.MakeThreadSafe();
        return template;
    }

    private static string? Read(string name)
    {
        using var stream = typeof(MailTemplates).Assembly.GetManifestResourceStream($"mail/{name}");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A value of one line: it may stand in the subject, and must not begin a paragraph of its own.</summary>
    private static string Flat(string value) => string.Join(' ', value.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
