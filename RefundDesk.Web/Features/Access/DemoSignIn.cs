namespace RefundDesk.Web.Features.Access;

/// <summary>Section <c>Demo</c>: accounts anyone may sign in with by one click. Only the <c>demo</c> verb switches it on.</summary>
public sealed class DemoSignIn
{
    /// <summary>The section's name.</summary>
    public const string Section = "Demo";

    /// <summary>Show the accounts on the sign-in page; default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>The accounts, in the order they are shown.</summary>
    public List<DemoAccount> Accounts { get; set; } = [];
}

/// <summary>An account of the demo.</summary>
public sealed class DemoAccount
{
    /// <summary>Who: <c>Ann Lee</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What this account is good for: <c>Agent, works the review queue</c>.</summary>
    public string What { get; set; } = string.Empty;

    /// <summary>The account's address.</summary>
    public string Email { get; set; } = string.Empty;

    /// <summary>Its password; a demo has no secrets.</summary>
    public string Password { get; set; } = string.Empty;
}
