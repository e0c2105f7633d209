using System.CommandLine;

namespace RefundDesk.Web.CommandLine;

/// <summary>The one executable's verbs; without one it serves the web application.</summary>
internal static class DeskCommand
{
    /// <summary>The tree of verbs.</summary>
    /// <param name="args">What was typed; settings such as <c>--urls</c> are read from it by the host.</param>
    public static RootCommand Build(string[] args)
    {
        var root = new RootCommand("RefundDesk: the refund desk of many retailers. Without a verb it serves the web application.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.SetAction((_, cancellationToken) => Verb.ConfiguredAsync(() => DeskHost.ServeAsync(args, cancellationToken)));
        root.Subcommands.Add(DemoCommand.Build());
        root.Subcommands.Add(DatabaseCommand.Build());
        root.Subcommands.Add(ClientsCommand.Build());
        root.Subcommands.Add(ApiKeysCommand.Build());
        root.Subcommands.Add(SourcesCommand.Build());
        root.Subcommands.Add(CustomersCommand.Build());
        root.Subcommands.Add(PoliciesCommand.Build());
        root.Subcommands.Add(ImportCommand.Build());
        root.Subcommands.Add(CasesCommand.Build());
        root.Subcommands.Add(UsersCommand.Build());
        root.Subcommands.Add(ReportCommand.Build());
        root.Subcommands.Add(LedgerCommand.Build());
        root.Subcommands.Add(ReplayCommand.Build());
        root.Subcommands.Add(ModelCommand.Build());
        return root;
    }
}
