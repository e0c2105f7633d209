using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Features.Customers;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>customers show|note|merge|separate|erase REFERENCE --client KEY [--as EMAIL]</c>: what is known of a customer.</summary>
internal static class CustomersCommand
{
    public static Command Build()
    {
        var into = new Option<string>("--into") { Description = "The reference that stays.", Required = true };
        var deceased = new Option<bool>("--deceased") { Description = "The customer has died." };
        var minor = new Option<bool>("--minor") { Description = "The customer is under age." };
        var merge = Step("merge", "Count this reference and another one as one person.", (services, who, parsed, stop) =>
            services.GetRequiredService<MergeCustomers>().HandleAsync(who.Client, who.Reference, parsed.GetRequiredValue(into), stop));
        merge.Options.Add(into);
        var note = Step("note", "Note all that is so; without an option, that nothing is.", (services, who, parsed, stop) =>
            services.GetRequiredService<NoteStanding>().HandleAsync(who.Client, who.Reference, StandingOf(parsed.GetValue(deceased), parsed.GetValue(minor)), stop));
        note.Options.Add(deceased);
        note.Options.Add(minor);
        return new Command("customers", "What is known of a retailer's customer; as the operator, or as a person with --as.")
        {
            Step("show", "What is known.", (_, _, _, _) => Task.FromResult(Outcome.Ok)),
            note,
            merge,
            Step("separate", "Take a merge back.", (services, who, _, stop) => services.GetRequiredService<SeparateCustomer>().HandleAsync(who.Client, who.Reference, stop)),
            Step("erase", "The customer wants to be forgotten: done by automation as soon as nothing is open.", (services, who, _, stop) =>
                services.GetRequiredService<AskCustomerErasure>().HandleAsync(who.Client, who.Reference, stop)),
        };
    }

    private static CustomerStanding StandingOf(bool deceased, bool minor) =>
        (deceased ? CustomerStanding.Deceased : CustomerStanding.None) | (minor ? CustomerStanding.Minor : CustomerStanding.None);

    private static Command Step(string name, string description, Func<IServiceProvider, (string Client, string Reference), ParseResult, CancellationToken, Task<Outcome>> take)
    {
        var reference = new Argument<string>("REFERENCE") { Description = "The retailer's key of the customer." };
        var client = new Option<string>("--client") { Description = "The retailer's key.", Required = true };
        var person = new Option<string?>("--as") { Description = "The address of the account of the person who takes the step." };
        var command = new Command(name, description) { reference, client, person };
        command.SetAction((parsed, stop) => Verb.RunAsync(async (services, console) =>
        {
            if (parsed.GetValue(person) is { } email)
            {
                var acting = await services.GetRequiredService<ActAs>().HandleAsync(email, stop);
                if (!acting.Succeeded)
                {
                    return await Verb.RefuseAsync(console, acting.Refusal);
                }

                services.GetRequiredService<VerbUser>().Principal = acting.Value;
            }

            var who = (parsed.GetRequiredValue(client), parsed.GetRequiredValue(reference));
            var taken = await take(services, who, parsed, stop);
            return taken.Succeeded ? await ShowAsync(services, console, who, stop) : await Verb.RefuseAsync(console, taken.Refusal);
        }));
        return command;
    }

    private static async Task<int> ShowAsync(IServiceProvider services, VerbConsole console, (string Client, string Reference) who, CancellationToken cancellationToken)
    {
        var found = await services.GetRequiredService<CustomersQuery>().FindAsync(who.Client, who.Reference, cancellationToken);
        if (!found.Succeeded)
        {
            return await Verb.RefuseAsync(console, found.Refusal);
        }

        var view = found.Value;
        var erasure = view.Erasure is { } state ? $", erasure {state.ToString().ToUpperInvariant()}{(view.ErasureWhy is null ? null : $": {view.ErasureWhy}")}" : null;
        var merged = view.References.Count > 1 ? $", one person as {view.Person} with {string.Join(", ", view.References.Where(reference => reference != view.Person))}" : null;
        await console.Out.WriteLineAsync($"{view.Reference}: {view.Standing.Words()}{merged}{erasure}");
        foreach (var refund in view.Cases)
        {
            await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{refund.Number} {refund.Status} {refund.Amount}, order {refund.OrderNumber}, {refund.ReceivedAt:yyyy-MM-dd}"));
        }

        return Verb.Done;
    }
}
