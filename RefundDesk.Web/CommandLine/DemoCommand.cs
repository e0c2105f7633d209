using System.CommandLine;
using RefundDesk.Web.Demo;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>demo</c>: the application on a throw-away database with demo accounts and customers who keep asking.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 5080;

    public static Command Build()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => DefaultPort };
        var past = new Option<int>("--past-refunds") { Description = "How many past refunds to begin with.", DefaultValueFactory = _ => new DemoOptions().PastRefunds };
        var demo = new Command("demo", "Serve a fresh desk with three shops, past refunds, demo accounts and customers who keep asking.") { port, past };
        demo.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("refunddesk-demo-");
            try
            {
                await ServeAsync(folder, parsed.GetValue(port), parsed.GetValue(past), cancellationToken);
                return Verb.Done;
            }
            finally
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                folder.Delete(recursive: true);
            }
        });
        return demo;
    }

    private static async Task ServeAsync(DirectoryInfo folder, int port, int past, CancellationToken cancellationToken)
    {
        await using var app = DemoHost.Build([.. DemoHost.Settings(folder.FullName), $"--urls=http://127.0.0.1:{port}", $"--Demo:PastRefunds={past}"]);
        await Console.Out.WriteLineAsync($"Filling a fresh desk with {past:N0} past refunds …");
        await DemoHost.FillAsync(app, cancellationToken);
        app.MapDesk();
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"""

            RefundDesk demo: {string.Join(" ", app.Urls)}
            Accounts are on the sign-in page. Mails to customers: {Path.Combine(folder.FullName, "mail")}
            Everything is thrown away when you stop it with Ctrl+C.
            """);
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
