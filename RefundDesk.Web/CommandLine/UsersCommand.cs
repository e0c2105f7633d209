using System.CommandLine;
using RefundDesk.Web.Features.Access;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>users add EMAIL --role …</c>, <c>users change EMAIL --role …</c>, <c>users disable EMAIL</c> and <c>users enable EMAIL</c>.</summary>
internal static class UsersCommand
{
    public static Command Build() => new("users", "People who can sign in.") { BuildAdd(), BuildChange(), BuildDisable(), BuildEnable() };

    private static Command BuildAdd()
    {
        var email = new Argument<string>("EMAIL") { Description = "The address the person signs in with." };
        var role = new Option<string>("--role") { Description = "agent, supervisor, client or admin.", Required = true };
        var client = new Option<string?>("--client") { Description = "The client's key, for the role client." };
        var name = new Option<string?>("--name") { Description = "What others read; made from the address where it is left out." };
        var add = new Command("add", "Add a person; prints a link to set the password, which works once.") { email, role, client, name };
        add.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var added = await services.GetRequiredService<AddUser>().HandleAsync(
                parsed.GetRequiredValue(email), parsed.GetRequiredValue(role), parsed.GetValue(client), parsed.GetValue(name), cancellationToken);
            if (!added.Succeeded)
            {
                return await Verb.RefuseAsync(console, added.Refusal);
            }

            await console.Out.WriteLineAsync($"Added {added.Value.Email}. The password is set here, once, within 72 hours:");
            await console.Out.WriteLineAsync(added.Value.SetPasswordLink);
            return Verb.Done;
        }));
        return add;
    }

    private static Command BuildChange()
    {
        var email = new Argument<string>("EMAIL") { Description = "Whose account." };
        var role = new Option<string>("--role") { Description = "agent, supervisor, client or admin.", Required = true };
        var client = new Option<string?>("--client") { Description = "The client's key, for the role client." };
        var change = new Command("change", "Give a person another role or client; open sessions end within a minute.") { email, role, client };
        change.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var changed = await services.GetRequiredService<ChangePerson>().HandleAsync(
                parsed.GetRequiredValue(email), parsed.GetRequiredValue(role), parsed.GetValue(client), seen: null, cancellationToken);
            if (!changed.Succeeded)
            {
                return await Verb.RefuseAsync(console, changed.Refusal);
            }

            await console.Out.WriteLineAsync($"Changed {parsed.GetRequiredValue(email)}.");
            return Verb.Done;
        }));
        return change;
    }

    private static Command BuildEnable()
    {
        var email = new Argument<string>("EMAIL") { Description = "Whose account." };
        var enable = new Command("enable", "Let a person in again who was disabled.") { email };
        enable.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var enabled = await services.GetRequiredService<EnableUser>().HandleAsync(parsed.GetRequiredValue(email), cancellationToken);
            if (!enabled.Succeeded)
            {
                return await Verb.RefuseAsync(console, enabled.Refusal);
            }

            await console.Out.WriteLineAsync($"Enabled {parsed.GetRequiredValue(email)}.");
            return Verb.Done;
        }));
        return enable;
    }

    private static Command BuildDisable()
    {
        var email = new Argument<string>("EMAIL") { Description = "Whose account." };
        var disable = new Command("disable", "Shut a person out; open sessions end within a minute.") { email };
        disable.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var disabled = await services.GetRequiredService<DisableUser>().HandleAsync(parsed.GetRequiredValue(email), cancellationToken);
            if (!disabled.Succeeded)
            {
                return await Verb.RefuseAsync(console, disabled.Refusal);
            }

            await console.Out.WriteLineAsync($"Disabled {parsed.GetRequiredValue(email)}.");
            return Verb.Done;
        }));
        return disable;
    }
}
