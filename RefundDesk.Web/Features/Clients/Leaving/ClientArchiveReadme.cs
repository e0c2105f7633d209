using System.Globalization;
using System.Text;
using RefundDesk.Domain.Clients;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>Says in the file itself what is in it, for people who have never seen the desk.</summary>
internal static class ClientArchiveReadme
{
    private static readonly Dictionary<string, string> What = new()
    {
        ["client.ndjson"] = "your own entry: name, currency, time zone, the dates of the contract's end",
        ["orders.ndjson"] = "purchases, each with its lines and payments (tenders)",
        ["cases.ndjson"] = "refunds, each with its lines, payouts and history (events)",
        ["decisions.ndjson"] = "the grounds of every decision; field json holds facts, rules looked at, amounts and risk",
        ["postings.ndjson"] = "the books, debit positive; entries of one journalId sum to zero",
        ["messages.ndjson"] = "messages to customers; field json holds what was said",
        ["attachments.ndjson"] = "what came with requests; the content lies in the folder attachments, named by id",
        ["mails.ndjson"] = "mails of your customers' mailbox; those attached to no refund lie whole in the folder mails, named by id",
        ["policies.ndjson"] = "every version of your policy; field json is the document",
        ["breaker-stops.ndjson"] = "where automation stopped itself, and who let it go on",
        ["customers.ndjson"] = "what was noted of customers: merged, deceased, under age, erasure",
        ["people.ndjson"] = "your own staff's accounts, without passwords",
        ["audit.ndjson"] = "who changed what about you, your staff and your customers",
    };

    public static string Write(Client client, DateTimeOffset at, IEnumerable<(string Name, long Lines)> files)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Everything the refund desk holds of {client.Name} ({client.Key}), {at:yyyy-MM-dd HH:mm} UTC.\n\n");
        text.Append("Every .ndjson file is UTF-8, one JSON document a line. Amounts are whole numbers of minor units (cents) of the\n");
        text.Append("currency beside them; times are UTC, RFC 3339; rows name each other by id. Payouts name the gateway's reference.\n\n");
        foreach (var (name, lines) in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name,-22} {lines,10} lines  {What[name]}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{ClientArchive.Sums,-22} {string.Empty,10}        SHA-256 of each file; check with: sha256sum -c {ClientArchive.Sums}\n").ToString();
    }
}
