using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Intake.Pulling;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>sources add|list|look|pause|resume|tell|secret|remove</c>: the shops that orders are pulled from.</summary>
internal static class SourcesCommand
{
    /// <summary>Where a secret is looked for before it is read from the standard input; never an argument, which every user of the machine could read.</summary>
    public const string SecretVariable = "REFUNDDESK_SOURCE_SECRET";

    public static Command Build() => new("sources", $"The shops that orders are pulled from. A secret comes from {SecretVariable} or the standard input.")
    {
        BuildAdd(),
        BuildList(),
        BuildLook(),
        Step("pause", "Read it no more for the time being, and tell it of no refund.", (services, source, stop) => services.GetRequiredService<PauseSource>().HandleAsync(source.Id, paused: true, stop), "Paused."),
        Step("resume", "Go on with it.", (services, source, stop) => services.GetRequiredService<PauseSource>().HandleAsync(source.Id, paused: false, stop), "Goes on."),
        BuildTell(),
        BuildSecret(),
        Step("remove", "Take it away; the orders that came from it stay, refunds that were not told yet never will be.", (services, source, stop) => services.GetRequiredService<RemoveSource>().HandleAsync(source.Id, stop), "Removed."),
    };

    private static Command BuildAdd()
    {
        var client = new Option<string>("--client") { Description = "The retailer's key.", Required = true };
        var kind = new Option<string>("--kind") { Description = "What it is: shopify, woocommerce, vendure, medusa.", Required = true };
        var address = new Option<string>("--address") { Description = "The shop's root, like https://shop.example.", Required = true };
        var account = new Option<string>("--account") { Description = "The name that goes with the secret, where there is one.", DefaultValueFactory = _ => string.Empty };
        var gateway = new Option<string?>("--gateway") { Description = "The gateway that pays back where the shop does not say which; the client's own where nothing is said." };
        var since = new Option<DateOnly?>("--since") { Description = "Orders changed before this day (UTC, 2026-01-31) are not read; the last 90 days where nothing is said.", CustomParser = argument => Day(argument) };
        var silent = new Option<bool>("--no-refunds") { Description = "Do not record paid refunds at the shop." };
        var add = new Command("add", "Add a shop, once it has let us in.") { client, kind, address, account, gateway, since, silent };
        add.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            if (await SecretAsync(cancellationToken) is not { } secret)
            {
                return await WithoutSecretAsync(console);
            }

            DateTimeOffset? from = parsed.GetValue(since) is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
            var added = await services.GetRequiredService<AddSource>().HandleAsync(
                new NewSource(parsed.GetRequiredValue(client), parsed.GetRequiredValue(kind), parsed.GetRequiredValue(address), parsed.GetRequiredValue(account), secret, parsed.GetValue(gateway), from, !parsed.GetValue(silent)), cancellationToken);
            if (!added.Succeeded)
            {
                return await Verb.RefuseAsync(console, added.Refusal);
            }

            await console.Out.WriteLineAsync(added.Value.ToString("N")[^8..]);
            await console.Error.WriteLineAsync("The shop lets us in. It is read as soon as the desk runs; by these characters other commands name it.");
            return Verb.Done;
        }));
        return add;
    }

    private static Command BuildList()
    {
        var list = new Command("list", "The shops there are; never their secrets.");
        list.SetAction((_, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            foreach (var source in await services.GetRequiredService<SourcesQuery>().ReadAsync(cancellationToken))
            {
                var looked = source.LastLookAt is { } at ? $"{at:yyyy-MM-dd HH:mm} UTC" : "never";
                await console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source.Handle}  {source.ClientKey}  {source.Kind}  {source.Address}  {source.State.ToString().ToLowerInvariant()}  last look {looked}  {source.OrdersTaken} orders, {source.Held} held back, {source.ToTell} refunds to tell, {source.NotTold} not told{(source.TellsRefunds ? null : " (refunds off)")}{(source.FaultText is null ? null : $"  {source.FaultText}")}"));
            }

            return Verb.Done;
        }));
        return list;
    }

    private static Command BuildLook()
    {
        var handle = Handle();
        var look = new Command("look", "Read it now, to its end, and say what came.") { handle };
        look.SetAction((parsed, cancellationToken) => OnSourceAsync(parsed.GetRequiredValue(handle), async (services, console, source) =>
        {
            var owner = $"command/{Guid.CreateVersion7(services.GetRequiredService<TimeProvider>().GetUtcNow()):N}";
            var all = PulledOrders.None;
            do
            {
                var came = await services.GetRequiredService<LookAtSource>().HandleAsync(source.Id, owner, cancellationToken);
                if (!came.Succeeded)
                {
                    return await Verb.RefuseAsync(console, came.Refusal);
                }

                all = all.And(came.Value) with { HasMore = came.Value.HasMore };
                foreach (var held in came.Value.Held)
                {
                    await console.Error.WriteLineAsync($"Held back: {held.Number}: {held.Text} ({held.Code})");
                }
            }
            while (all.HasMore);

            await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{all.Created} new, {all.Updated} updated, {all.Unchanged} unchanged, {all.Held.Count} held back."));
            return Verb.Done;
        }, cancellationToken));
        return look;
    }

    private static Command BuildTell()
    {
        var handle = Handle();
        var tells = new Argument<string>("ON|OFF") { Description = "on: paid refunds are recorded at the shop; off: they are kept until it is on again." };
        tells.AcceptOnlyFromAmong("on", "off");
        var tell = new Command("tell", "Whether paid refunds are recorded at the shop.") { handle, tells };
        tell.SetAction((parsed, cancellationToken) => OnSourceAsync(parsed.GetRequiredValue(handle), async (services, console, source) =>
            await SaidAsync(console, await services.GetRequiredService<SwitchTelling>().HandleAsync(source.Id, parsed.GetRequiredValue(tells) == "on", cancellationToken), "Noted."), cancellationToken));
        return tell;
    }

    private static Command BuildSecret()
    {
        var handle = Handle();
        var command = new Command("secret", "Set another secret, once the shop has let us in with it.") { handle };
        command.SetAction((parsed, cancellationToken) => OnSourceAsync(parsed.GetRequiredValue(handle), async (services, console, source) =>
            await SecretAsync(cancellationToken) is { } secret
                ? await SaidAsync(console, await services.GetRequiredService<ChangeSourceSecret>().HandleAsync(source.Id, secret, cancellationToken), "The shop lets us in with it.")
                : await WithoutSecretAsync(console), cancellationToken));
        return command;
    }

    private static Command Step(string name, string description, Func<IServiceProvider, ListedSource, CancellationToken, Task<Outcome>> take, string done)
    {
        var handle = Handle();
        var command = new Command(name, description) { handle };
        command.SetAction((parsed, cancellationToken) => OnSourceAsync(
            parsed.GetRequiredValue(handle), async (services, console, source) => await SaidAsync(console, await take(services, source, cancellationToken), done), cancellationToken));
        return command;
    }

    private static Argument<string> Handle() => new("SHOP") { Description = "The eight characters of sources list." };

    private static Task<int> OnSourceAsync(string handle, Func<IServiceProvider, VerbConsole, ListedSource, Task<int>> work, CancellationToken cancellationToken) => Verb.RunAsync(async (services, console) =>
        await services.GetRequiredService<SourcesQuery>().FindAsync(handle, cancellationToken) is { } source
            ? await work(services, console, source)
            : await Verb.RefuseAsync(console, new Refusal("source.not-found", $"There is no shop '{handle}': see sources list.")));

    private static async Task<int> SaidAsync(VerbConsole console, Outcome outcome, string done)
    {
        if (!outcome.Succeeded)
        {
            return await Verb.RefuseAsync(console, outcome.Refusal);
        }

        await console.Out.WriteLineAsync(done);
        return Verb.Done;
    }

    private static async Task<int> WithoutSecretAsync(VerbConsole console)
    {
        await console.Error.WriteLineAsync($"Put the secret into {SecretVariable}, or send it to the standard input.");
        return Verb.Usage;
    }

    private static async Task<string?> SecretAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret)
        {
            return secret;
        }

        var read = Console.IsInputRedirected ? await Console.In.ReadLineAsync(cancellationToken) : null;
        return string.IsNullOrEmpty(read) ? null : read;
    }

    private static DateOnly? Day(System.CommandLine.Parsing.ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : string.Empty;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        argument.AddError($"'{text}' is no day: write it like 2026-01-31.");
        return null;
    }
}
