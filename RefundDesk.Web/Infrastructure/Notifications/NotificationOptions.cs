using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>Section <c>Notifications</c>: how messages to customers leave.</summary>
public sealed class NotificationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Notifications";

    /// <summary>Whether this node delivers messages when it serves; default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where messages are laid down as .eml files while no SMTP host is set; default <c>mail</c> under the working directory.</summary>
    [Required]
    public string Folder { get; set; } = "mail";

    /// <summary>Messages taken together; 1 to 2000, default 256.</summary>
    [Range(1, 2_000)]
    public int BatchSize { get; set; } = 256;

    /// <summary>Seconds a batch is this node's; after that another node carries on. 5 to 3600, default 120.</summary>
    [Range(5, 3_600)]
    public int LeaseSeconds { get; set; } = 120;

    /// <summary>Milliseconds between two looks when nothing was due and nothing was committed here; 10 to 60000, default 500.</summary>
    [Range(10, 60_000)]
    public int IdlePollMilliseconds { get; set; } = 500;

    /// <summary>Milliseconds that are waited for more messages when one was committed here: letters are not urgent, and many cost little more than one; 0 to 10000, default 100.</summary>
    [Range(0, 10_000)]
    public int GatherMilliseconds { get; set; } = 100;

    /// <summary>After how many failures a message is given up; 1 to 50, default 8: that is about a day.</summary>
    [Range(1, 50)]
    public int MostAttempts { get; set; } = 8;

    /// <summary>Section <c>Notifications:Smtp</c>.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>A mail server.</summary>
    public sealed class SmtpOptions
    {
        /// <summary>Its name; while it is not set, messages go to <see cref="Folder"/>.</summary>
        public string? Host { get; set; }

        /// <summary>1 to 65535, default 587.</summary>
        [Range(1, 65_535)]
        public int Port { get; set; } = 587;

        /// <summary>None, Auto (default: encrypted where the server offers it), Always (refuses to send in the clear) or OnConnect (TLS from the first byte).</summary>
        public SmtpSecurity Security { get; set; } = SmtpSecurity.Auto;

        /// <summary>Signs in with it where set.</summary>
        public string? User { get; set; }

        /// <summary>The password; from the environment, never from a file.</summary>
        public string? Password { get; set; }

        /// <summary>Seconds one step may take; 1 to 300, default 20.</summary>
        [Range(1, 300)]
        public int TimeoutSeconds { get; set; } = 20;
    }
}

/// <summary>How the way to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all; for a server on this machine.</summary>
    None,

    /// <summary>STARTTLS where the server offers it.</summary>
    Auto,

    /// <summary>STARTTLS, or nothing is sent.</summary>
    Always,

    /// <summary>TLS from the first byte.</summary>
    OnConnect,
}
