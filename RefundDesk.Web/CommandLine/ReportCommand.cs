using System.CommandLine;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Features.Reports;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>report NAME --client KEY --from D --to D --format pdf|xlsx|csv --out FILE</c>.</summary>
internal static class ReportCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = $"Which report: {string.Join(", ", ProduceReport.Names)}." };
        var client = new Option<string>("--client") { Description = "The client's key.", Required = true };
        var from = new Option<DateOnly>("--from") { Description = "First day, 2026-11-01, in the client's time zone.", Required = true };
        var to = new Option<DateOnly>("--to") { Description = "Last day, included.", Required = true };
        var format = new Option<ReportFormat>("--format") { Description = "pdf, xlsx or csv.", Required = true };
        var file = new Option<FileInfo>("--out") { Description = "The file to write; an existing one is replaced.", Required = true };
        var report = new Command("report", "Write a report to a file, the same as in the browser.") { name, client, from, to, format, file };
        report.SetAction((parsed, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var order = new ReportOrder(parsed.GetRequiredValue(name), parsed.GetRequiredValue(client), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            var document = await services.GetRequiredService<ProduceReport>().HandleAsync(order, cancellationToken);
            if (!document.Succeeded)
            {
                return await Verb.RefuseAsync(console, document.Refusal);
            }

            var target = parsed.GetRequiredValue(file);
            var unfinished = target.FullName + ".part";
            await using (var output = File.Create(unfinished))
            {
                await services.GetRequiredService<ReportRenderers>().For(parsed.GetRequiredValue(format)).RenderAsync(document.Value, output, cancellationToken);
            }

            // A report that was cut short must not look like a whole one.
            File.Move(unfinished, target.FullName, overwrite: true);
            await console.Out.WriteLineAsync($"Wrote {target.FullName}.");
            return Verb.Done;
        }));
        return report;
    }
}
