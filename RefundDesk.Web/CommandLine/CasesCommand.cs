using System.CommandLine;
using System.Globalization;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Features.Case;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>cases show|approve|reject|send-back|amount NUMBER --as EMAIL</c>: a step as a person, with that person's role and limits.</summary>
internal static class CasesCommand
{
    public static Command Build() => new("cases", "One case, as a person of the desk: with that person's role and limits. The history says that it came over the command line.")
    {
        BuildShow(),
        BuildStep("approve", "Approve it, send it to a second person, or give the first of two approvals: whatever the person may.", CaseStep.Approve, wantsReason: false),
        BuildStep("reject", "Refuse it; the customer reads the reason.", CaseStep.Reject, wantsReason: true),
        BuildStep("send-back", "Send it back to review.", CaseStep.SendBack, wantsReason: true),
        BuildStep("amount", "Change what goes back; whatever was approved is approved anew.", CaseStep.ChangeAmount, wantsReason: true),
    };

    /// <summary>Takes a step as a person.</summary>
    /// <param name="services">A scope whose user is a <see cref="VerbUser"/>.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="order">What was typed.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> TakeAsync(IServiceProvider services, VerbConsole console, CaseOrder order, CancellationToken cancellationToken)
    {
        if (await ActAsync(services, order, cancellationToken) is { } refused)
        {
            return await Verb.RefuseAsync(console, refused);
        }

        var cases = services.GetRequiredService<CaseQuery>();
        var seen = await FindAsync(cases, order, cancellationToken);
        if (!seen.Succeeded)
        {
            return await Verb.RefuseAsync(console, seen.Refusal);
        }

        if (order.Step is { } step)
        {
            var changes = LinesOf(order, seen.Value);
            if (!changes.Succeeded)
            {
                return await Verb.RefuseAsync(console, changes.Refusal);
            }

            var input = new CaseInput(order.Reason ?? string.Empty, Lines: changes.Value, Ground: order.Ground);
            var taken = await services.GetRequiredService<CaseStepRunner>().RunAsync(step, seen.Value.Number, order.SeenVersion ?? seen.Value.Version, input, cancellationToken);
            if (!taken.Succeeded)
            {
                return await Verb.RefuseAsync(console, taken.Refusal);
            }

            seen = await FindAsync(cases, order, cancellationToken);
        }

        await console.Out.WriteLineAsync($"{seen.Value.Number} {seen.Value.Status}, version {seen.Value.Version.ToString(CultureInfo.InvariantCulture)}: {seen.Value.Amount}");
        return Verb.Done;
    }

    private static async Task<Refusal?> ActAsync(IServiceProvider services, CaseOrder order, CancellationToken cancellationToken)
    {
        var principal = await services.GetRequiredService<ActAs>().HandleAsync(order.As, cancellationToken);
        if (principal.Succeeded)
        {
            services.GetRequiredService<VerbUser>().Principal = principal.Value;
        }

        return principal.Refusal;
    }

    private static async Task<Outcome<CaseView>> FindAsync(CaseQuery cases, CaseOrder order, CancellationToken cancellationToken) =>
        RefundNumber.TryParse(order.Number, out var number) ? await cases.FindAsync(number, cancellationToken) : RefundRefusals.NotFound;

    /// <summary>Lines as they are typed: <c>2=12.50</c> keeps that much back, <c>2=out</c> leaves the line out, <c>2=0</c> gives all of it.</summary>
    private static Outcome<Dictionary<int, LineChange>> LinesOf(CaseOrder order, CaseView view)
    {
        var changes = new Dictionary<int, LineChange>();
        foreach (var typed in order.Lines)
        {
            var parts = typed.Split('=');
            if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return RefundRefusals.Field("--line", $"'{typed}' must be a line and what is kept back of it, for example 2=12.50, or 2=out");
            }

            if (parts[1] == "out")
            {
                changes[number] = new LineChange(false);
            }
            else if (Money.TryParseMajor(parts[1], view.Amount.Currency, out var kept))
            {
                changes[number] = new LineChange(true, kept.Minor);
            }
            else
            {
                return RefundRefusals.Field("--line", $"'{parts[1]}' is not an amount in {view.Amount.Currency}, for example 12.50");
            }
        }

        return changes;
    }

    private static Command BuildShow()
    {
        var (number, person) = Common();
        var show = new Command("show", "Where it is, with the version a step names.") { number, person };
        show.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, console) =>
            TakeAsync(services, console, new CaseOrder(parsed.GetRequiredValue(number), parsed.GetRequiredValue(person), null), cancellationToken)));
        return show;
    }

    private static Command BuildStep(string name, string description, CaseStep step, bool wantsReason)
    {
        var (number, person) = Common();
        var reason = new Option<string?>("--reason") { Description = "Why.", Required = wantsReason };
        var seen = new Option<long?>("--seen-version") { Description = "The version that was looked at; refused where the case changed since. The newest where it is left out." };
        var lines = new Option<string[]>("--line") { Description = "What is kept back of a line: 2=12.50, 2=0, or 2=out to leave it out. Any number of times.", AllowMultipleArgumentsPerToken = true };
        var disproved = new Option<bool>("--disproved") { Description = "What the customer states was disproved: a ground to refuse what the law gives, or to give less." };
        var agreed = new Option<bool>("--agreed") { Description = "The customer agreed to it: a ground to give less than the law does." };
        var command = new Command(name, description) { number, person, seen };
        if (wantsReason)
        {
            command.Options.Add(reason);
        }

        if (step == CaseStep.ChangeAmount)
        {
            command.Options.Add(lines);
            command.Options.Add(agreed);
        }

        if (step is CaseStep.Reject or CaseStep.ChangeAmount)
        {
            command.Options.Add(disproved);
        }

        command.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, console) => TakeAsync(
            services,
            console,
            new CaseOrder(parsed.GetRequiredValue(number), parsed.GetRequiredValue(person), step)
            {
                Reason = wantsReason ? parsed.GetValue(reason) : null,
                SeenVersion = parsed.GetValue(seen),
                Ground = GroundOf((step is CaseStep.Reject or CaseStep.ChangeAmount) && parsed.GetValue(disproved), step == CaseStep.ChangeAmount && parsed.GetValue(agreed)),
                Lines = step == CaseStep.ChangeAmount ? parsed.GetValue(lines) ?? [] : [],
            },
            cancellationToken)));
        return command;
    }

    private static RefusalGround GroundOf(bool isDisproved, bool isAgreed) => isDisproved ? RefusalGround.FactsDisproved : isAgreed ? RefusalGround.Agreed : RefusalGround.Policy;

    private static (Argument<string> Number, Option<string> Person) Common() => (
        new Argument<string>("NUMBER") { Description = "The case, for example RD-7K3M-9QX2." },
        new Option<string>("--as") { Description = "The address of the person's account.", Required = true });
}

/// <summary>A step as it was typed.</summary>
/// <param name="Number">The case.</param>
/// <param name="As">The person's address.</param>
/// <param name="Step">The step; null only shows the case.</param>
internal sealed record CaseOrder(string Number, string As, CaseStep? Step)
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The version that was looked at.</summary>
    public long? SeenVersion { get; init; }

    /// <summary>On what ground it is refused, or less is given.</summary>
    public RefusalGround Ground { get; init; }

    /// <summary>What is kept back, by line.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
