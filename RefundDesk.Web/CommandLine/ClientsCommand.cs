using System.CommandLine;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Clients;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>clients add KEY --name … --currency EUR --time-zone Europe/Berlin</c> and <c>clients change KEY</c> with the same and <c>--sender</c>, and how a client goes.</summary>
internal static class ClientsCommand
{
    public static Command Build()
    {
        var clients = new Command("clients", "Retailers.") { BuildAdd(), BuildChange() };
        foreach (var leaving in ClientLeavingCommands.Build())
        {
            clients.Subcommands.Add(leaving);
        }

        return clients;
    }

    private static Command BuildAdd()
    {
        var key = new Argument<string>("KEY") { Description = "Short and stable, a-z, 0-9 and hyphens: northwind-home." };
        var name = new Option<string>("--name") { Description = "What people call the retailer.", Required = true };
        var currency = new Option<string>("--currency") { Description = "ISO 4217, EUR.", Required = true };
        var zone = new Option<string>("--time-zone") { Description = "IANA, Europe/Berlin.", Required = true };
        var add = new Command("add", "Add a retailer.") { key, name, currency, zone };
        add.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var added = await services.GetRequiredService<AddClient>().HandleAsync(
                parsed.GetRequiredValue(key), parsed.GetRequiredValue(name), parsed.GetRequiredValue(currency), parsed.GetRequiredValue(zone), cancellationToken);
            if (!added.Succeeded)
            {
                return await Verb.RefuseAsync(console, added.Refusal);
            }

            await console.Out.WriteLineAsync($"Added {added.Value.Name} ({added.Value.Key}).");
            return Verb.Done;
        }));
        return add;
    }

    private static Command BuildChange()
    {
        var key = new Argument<string>("KEY") { Description = "Which retailer." };
        var name = new Option<string?>("--name") { Description = "What people call the retailer." };
        var sender = new Option<string?>("--sender") { Description = "The address that messages to customers come from." };
        var currency = new Option<string?>("--currency") { Description = "ISO 4217, EUR; only before the first order." };
        var zone = new Option<string?>("--time-zone") { Description = "IANA, Europe/Berlin; days are counted in it from now on." };
        var colour = new Option<string?>("--brand-colour") { Description = "Of the customers' pages, #0b7a4b; an empty text for the desk's own." };
        var support = new Option<string?>("--support") { Description = "Whom customers reach when they need a person; an empty text for nobody." };
        var withdrawal = new Option<bool?>("--withdrawal") { Description = "Whether the customers' pages have the withdrawal function, true or false." };
        var change = new Command("change", "Change a retailer; what is left out stays as it is.") { key, name, sender, currency, zone, colour, support, withdrawal };
        change.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, console) => ChangeAsync(
            services,
            console,
            parsed.GetRequiredValue(key),
            was => was with
            {
                Name = parsed.GetValue(name) ?? was.Name,
                SenderAddress = parsed.GetValue(sender) ?? was.SenderAddress,
                Currency = parsed.GetValue(currency) ?? was.Currency,
                TimeZoneId = parsed.GetValue(zone) ?? was.TimeZoneId,
                BrandColour = parsed.GetValue(colour) ?? was.BrandColour,
                SupportContact = parsed.GetValue(support) ?? was.SupportContact,
                OffersWithdrawal = parsed.GetValue(withdrawal) ?? was.OffersWithdrawal,
            },
            cancellationToken)));
        return change;
    }

    /// <summary>Changes a retailer as it is now.</summary>
    internal static async Task<int> ChangeAsync(IServiceProvider services, VerbConsole console, string key, Func<ClientDetails, ClientDetails> change, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ClientsQuery>().FindAsync(key, cancellationToken) is not { } client)
        {
            return await Verb.RefuseAsync(console, new Refusal("client.unknown", $"There is no client '{key}'."));
        }

        var changed = await services.GetRequiredService<ChangeClient>().HandleAsync(key, client.Version, change(client.Details), cancellationToken);
        if (!changed.Succeeded)
        {
            return await Verb.RefuseAsync(console, changed.Refusal);
        }

        await console.Out.WriteLineAsync($"Changed {key}.");
        return Verb.Done;
    }
}
