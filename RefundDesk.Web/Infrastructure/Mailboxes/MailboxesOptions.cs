using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Mailboxes;

/// <summary>Section <c>Mailboxes</c>: where customers of the clients write to, and how those servers are talked to.</summary>
public sealed class MailboxesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mailboxes";

    /// <summary>The mailboxes, <c>Mailboxes:Boxes:0:Host</c> and so on; none by default.</summary>
    public IReadOnlyList<Mailbox>? Boxes { get; set; }

    /// <summary>Seconds one step of talking to a server may take; 1 to 300, default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>The most bytes a mail is read with; larger ones go to the failed folder unread. 100000 to 28000000, default 25000000.</summary>
    [Range(100_000, 28_000_000)]
    public long MessageBytes { get; set; } = 25_000_000;
}

/// <summary>How the way to the server is protected.</summary>
public enum MailboxSecurity
{
    /// <summary>TLS from the first byte.</summary>
    OnConnect,

    /// <summary>STARTTLS, or nothing is read.</summary>
    Always,

    /// <summary>Not at all; for a server on this machine alone.</summary>
    None,
}

/// <summary>One mailbox.</summary>
public sealed class Mailbox
{
    /// <summary>The retailer's key.</summary>
    public string Client { get; set; } = string.Empty;

    /// <summary>The IMAP server.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>1 to 65535, default 993.</summary>
    public int Port { get; set; } = 993;

    /// <summary>Default OnConnect.</summary>
    public MailboxSecurity Security { get; set; } = MailboxSecurity.OnConnect;

    /// <summary>Signs in with it.</summary>
    public string User { get; set; } = string.Empty;

    /// <summary>The password; from the environment, never from a settings file.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary>The folder that is read; default INBOX.</summary>
    public string Folder { get; set; } = "INBOX";

    /// <summary>Where mails go that were taken; made where it is missing. Default <c>RefundDesk-done</c>.</summary>
    public string DoneFolder { get; set; } = "RefundDesk-done";

    /// <summary>Where mails go that could not be read; made where it is missing. Default <c>RefundDesk-failed</c>.</summary>
    public string FailedFolder { get; set; } = "RefundDesk-failed";

    /// <summary>The receiving host whose <c>Authentication-Results</c> count, as it calls itself there; null where none is looked at.</summary>
    public string? TrustedHost { get; set; }

    /// <summary>The mailbox's own address, where the user is none.</summary>
    public string? Address { get; set; }

    internal string Name => $"{User}@{Host}:{Port}/{Folder}";

    internal string? OwnAddress => Address is { Length: > 0 } address ? address.ToLowerInvariant() : User.Contains('@', StringComparison.Ordinal) ? User.ToLowerInvariant() : null;
}

/// <summary>Names what of a mailbox cannot work before the application starts.</summary>
internal sealed class MailboxesCheck(IConfiguration configuration) : IValidateOptions<MailboxesOptions>
{
    private const int LongestName = 200;

    public ValidateOptionsResult Validate(string? name, MailboxesOptions options)
    {
        var boxes = options.Boxes ?? [];
        var faults = boxes.SelectMany((box, i) => FaultsOf(box, i).Select(fault => $"{MailboxesOptions.Section}:Boxes:{i}:{fault}")).ToList();
        foreach (var twice in boxes.GroupBy(box => box.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            faults.Add($"{MailboxesOptions.Section}: {twice.Key} is there twice; each mailbox is of one client.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> FaultsOf(Mailbox box, int at)
    {
        foreach (var (key, value) in new[] { ("Client", box.Client), ("Host", box.Host), ("User", box.User), ("Password", box.Password), ("Folder", box.Folder), ("DoneFolder", box.DoneFolder), ("FailedFolder", box.FailedFolder) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"{key} is missing.";
            }
        }

        if (box.Port is < 1 or > 65_535)
        {
            yield return $"Port {box.Port} is not 1 to 65535.";
        }

        if (box.Security == MailboxSecurity.None && !IsThisMachine(box.Host))
        {
            yield return $"Security None sends the password in the clear: it is for this machine alone, and {box.Host} is another one.";
        }

        if (new[] { box.Folder, box.DoneFolder, box.FailedFolder }.Distinct(StringComparer.OrdinalIgnoreCase).Count() < 3)
        {
            yield return "Folder, DoneFolder and FailedFolder must be three different ones.";
        }

        if (box.Name.Length > LongestName)
        {
            yield return $"User, Host and Folder are longer than {LongestName} characters together.";
        }

        if (FileWithPassword(at) is { } file)
        {
            yield return $"Password stands in {file}: passwords come from the environment.";
        }
    }

    private static bool IsThisMachine(string host) => host is "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    /// <summary>A settings file that holds the password; the developer's own secrets are another place.</summary>
    private string? FileWithPassword(int at) => (configuration as IConfigurationRoot)?.Providers.OfType<JsonConfigurationProvider>()
        .Where(provider => provider.TryGet($"{MailboxesOptions.Section}:Boxes:{at}:Password", out var value) && !string.IsNullOrEmpty(value))
        .Select(provider => Path.GetFileName(provider.Source.Path)).FirstOrDefault(file => file is not null and not "secrets.json");
}
