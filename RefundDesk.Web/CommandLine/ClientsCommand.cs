using System.CommandLine;
using RefundDesk.Web.Features.Clients;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>clients add KEY --name … --currency EUR --time-zone Europe/Berlin</c>, and how a client goes.</summary>
internal static class ClientsCommand
{
    public static Command Build()
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
        var clients = new Command("clients", "Retailers.") { add };
        foreach (var leaving in ClientLeavingCommands.Build())
        {
            clients.Subcommands.Add(leaving);
        }

        return clients;
    }
}
