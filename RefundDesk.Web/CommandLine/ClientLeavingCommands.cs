using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Features.Clients.Leaving;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>clients leave|stay|left|export|erase KEY</c>: how a client goes.</summary>
internal static class ClientLeavingCommands
{
    public static IEnumerable<Command> Build() => [BuildLeave(), BuildStay(), BuildLeft(), BuildExport(), BuildErase()];

    private static Argument<string> Key() => new("KEY") { Description = "The client's key." };

    private static Command BuildLeave()
    {
        var key = Key();
        var ends = new Option<DateOnly>("--contract-ends") { Description = "The contract's last day, 2026-12-31.", Required = true };
        var from = new Option<DateOnly>("--erasable-from") { Description = "The first day on which the data may be erased.", Required = true };
        var leave = new Command("leave", "Notice was given: nothing new is taken in any more, what is open is finished. Again with other days to change them.") { key, ends, from };
        leave.SetAction((parsed, stop) => Verb.RunAsync(async (services, console) => await SayAsync(
            console,
            await services.GetRequiredService<GiveNotice>().HandleAsync(parsed.GetRequiredValue(key), parsed.GetRequiredValue(ends), parsed.GetRequiredValue(from), stop),
            $"{parsed.GetRequiredValue(key)} is leaving: no new orders and requests.")));
        return leave;
    }

    private static Command BuildStay()
    {
        var key = Key();
        var stay = new Command("stay", "The client stays after all.") { key };
        stay.SetAction((parsed, stop) => Verb.RunAsync(async (services, console) =>
            await SayAsync(console, await services.GetRequiredService<KeepClient>().HandleAsync(parsed.GetRequiredValue(key), stop), $"{parsed.GetRequiredValue(key)} stays.")));
        return stay;
    }

    private static Command BuildLeft()
    {
        var key = Key();
        var left = new Command("left", "The client has left; refused, with the numbers, while a case is open or a payout not settled.") { key };
        left.SetAction((parsed, stop) => Verb.RunAsync(async (services, console) =>
            await SayAsync(console, await services.GetRequiredService<CloseClient>().HandleAsync(parsed.GetRequiredValue(key), stop), $"{parsed.GetRequiredValue(key)} has left.")));
        return left;
    }

    private static Command BuildExport()
    {
        var key = Key();
        var path = new Option<string>("--out") { Description = "The zip to write; it must not be there yet.", Required = true };
        var export = new Command("export", "Hand everything of a client over: a zip of NDJSON files with their hashes and a README.") { key, path };
        export.SetAction((parsed, stop) => Verb.RunAsync(async (services, console) =>
        {
            var written = await services.GetRequiredService<ExportClient>().HandleAsync(parsed.GetRequiredValue(key), parsed.GetRequiredValue(path), new Lines(console), stop);
            return await SayAsync(
                console,
                written.WithoutValue(),
                written.Succeeded ? string.Create(CultureInfo.InvariantCulture, $"{written.Value.Lines:N0} rows, {written.Value.Bytes:N0} bytes, SHA-256 {written.Value.Hash}") : string.Empty);
        }));
        return export;
    }

    private static Command BuildErase()
    {
        var key = Key();
        var person = new Option<string>("--as") { Description = "The address of the administrator's account.", Required = true };
        var confirm = new Option<string?>("--confirm") { Description = "The key once more, by another administrator than the one who asked: erases. Again after it was broken off: goes on." };
        var erase = new Command("erase", "Erase everything of a client that has left. One administrator asks, another one confirms.") { key, person, confirm };
        erase.SetAction((parsed, stop) => Verb.RunAsync((services, console) =>
            EraseAsync(services, console, new EraseOrder(parsed.GetRequiredValue(key), parsed.GetRequiredValue(person), parsed.GetValue(confirm)), stop)));
        return erase;
    }

    /// <summary>Asks, or confirms and erases.</summary>
    /// <param name="services">A scope whose user is a <see cref="VerbUser"/>.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="order">What was typed.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    public static async Task<int> EraseAsync(IServiceProvider services, VerbConsole console, EraseOrder order, CancellationToken cancellationToken)
    {
        var person = await services.GetRequiredService<ActAs>().HandleAsync(order.As, cancellationToken);
        if (!person.Succeeded)
        {
            return await Verb.RefuseAsync(console, person.Refusal);
        }

        services.GetRequiredService<VerbUser>().Principal = person.Value;
        if (order.Confirm is null)
        {
            return await SayAsync(
                console,
                await services.GetRequiredService<AskClientErasure>().HandleAsync(order.Key, cancellationToken),
                $"Asked. Another administrator confirms with: clients erase {order.Key} --confirm {order.Key} --as …");
        }

        var confirmed = await services.GetRequiredService<ConfirmClientErasure>().HandleAsync(order.Key, order.Confirm, cancellationToken);
        return !confirmed.Succeeded && confirmed.Refusal != Domain.Clients.ClientRefusals.BeingErased
            ? await Verb.RefuseAsync(console, confirmed.Refusal)
            : await SayAsync(console, await services.GetRequiredService<RunClientErasure>().HandleAsync(order.Key, new Lines(console), cancellationToken), $"{order.Key} is erased.");
    }

    private static async Task<int> SayAsync(VerbConsole console, Outcome outcome, string done)
    {
        if (!outcome.Succeeded)
        {
            return await Verb.RefuseAsync(console, outcome.Refusal);
        }

        await console.Out.WriteLineAsync(done);
        return Verb.Done;
    }

    /// <summary>Progress as it happens, line by line.</summary>
    private sealed class Lines(VerbConsole console) : IProgress<string>
    {
        public void Report(string value) => console.Error.WriteLine(value);
    }
}

/// <summary>An erasure as it was typed.</summary>
/// <param name="Key">The client.</param>
/// <param name="As">The administrator's address.</param>
/// <param name="Confirm">The key once more; null asks.</param>
internal sealed record EraseOrder(string Key, string As, string? Confirm);
