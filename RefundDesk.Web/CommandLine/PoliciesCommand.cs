using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Features.Policies;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>policies list</c>, <c>show</c>, <c>check</c>, <c>schema</c> and <c>draft</c>. Review and activation stay with people in the browser.</summary>
internal static class PoliciesCommand
{
    public static Command Build() => new("policies", "Clients' policies: versions, documents and their faults.") { BuildList(), BuildShow(), BuildCheck(), BuildSchema(), BuildDraft() };

    private static Option<string> Client() => new("--client") { Description = "The client's key.", Required = true };

    private static Command BuildList()
    {
        var client = Client();
        var list = new Command("list", "List a client's versions, the newest first.") { client };
        list.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var shelf = await services.GetRequiredService<PoliciesQuery>().ShelfAsync(parsed.GetRequiredValue(client), cancellationToken);
            if (!shelf.Succeeded)
            {
                return await Verb.RefuseAsync(console, shelf.Refusal);
            }

            foreach (var row in shelf.Value.Versions)
            {
                var from = row.ActiveFrom is { } begins ? begins.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "-";
                await console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{row.Version,4}  {PolicyText.Of(row).Word,-13} {from,-18} {string.Join(", ", row.Authors)}; reviewed by {row.Reviewer ?? "nobody"}: {row.Comment}"));
            }

            return Verb.Done;
        }));
        return list;
    }

    private static Command BuildShow()
    {
        var client = Client();
        var version = new Option<int?>("--version") { Description = "Which one; the one in force where it is left out." };
        var show = new Command("show", "Print a version's document.") { client, version };
        show.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var found = await services.GetRequiredService<PoliciesQuery>().FindAsync(parsed.GetRequiredValue(client), parsed.GetValue(version), cancellationToken);
            if (!found.Succeeded)
            {
                return await Verb.RefuseAsync(console, found.Refusal);
            }

            await console.Out.WriteLineAsync(found.Value.Content);
            return Verb.Done;
        }));
        return show;
    }

    private static Command BuildCheck()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A policy document (JSON)." };
        var check = new Command("check", "Name every fault of a document, with its field and what would be valid; exit code 1 where there is one.") { file };
        check.SetAction(async (parsed, cancellationToken) =>
        {
            var console = new VerbConsole(Console.Out, Console.Error);
            return await TextOfAsync(parsed.GetRequiredValue(file), console, cancellationToken) is { } text ? await CheckAsync(text, console) : Verb.Usage;
        });
        return check;
    }

    /// <summary>Says every fault, one a line.</summary>
    internal static async Task<int> CheckAsync(string text, VerbConsole console)
    {
        var form = PolicyForm.FaultsOf(text);
        foreach (var (fault, line) in form)
        {
            await console.Error.WriteLineAsync((fault with { Line = line }).ToString());
        }

        await console.Out.WriteLineAsync(form.Count switch { 0 => "The document is sound.", 1 => "1 fault.", _ => string.Create(CultureInfo.InvariantCulture, $"{form.Count} faults.") });
        return form.Count == 0 ? Verb.Done : Verb.Failed;
    }

    private static Command BuildSchema()
    {
        var schema = new Command("schema", "Print the JSON schema of policy documents (2020-12).");
        schema.SetAction(async (_, _) =>
        {
            await Console.Out.WriteLineAsync(PolicyJson.Schema);
            return Verb.Done;
        });
        return schema;
    }

    private static Command BuildDraft()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A policy document (JSON)." };
        var client = Client();
        var comment = new Option<string>("--comment") { Description = "What it changes and why.", DefaultValueFactory = _ => "Drafted from a file at the command line" };
        var draft = new Command("draft", "Keep a document as a new draft; people review and activate it in the browser.") { file, client, comment };
        draft.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            if (await TextOfAsync(parsed.GetRequiredValue(file), console, cancellationToken) is not { } text)
            {
                return Verb.Usage;
            }

            var drafted = await services.GetRequiredService<DraftPolicy>().HandleAsync(parsed.GetRequiredValue(client), text, parsed.GetRequiredValue(comment), cancellationToken);
            if (!drafted.Succeeded)
            {
                return await Verb.RefuseAsync(console, drafted.Refusal);
            }

            await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Drafted version {drafted.Value}."));
            foreach (var (fault, line) in PolicyForm.FaultsOf(text))
            {
                await console.Error.WriteLineAsync($"To be put right before the review: {fault with { Line = line }}");
            }

            return Verb.Done;
        }));
        return draft;
    }

    private static async Task<string?> TextOfAsync(FileInfo file, VerbConsole console, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"{file.FullName} cannot be read: {fault.Message}");
            return null;
        }
    }
}
