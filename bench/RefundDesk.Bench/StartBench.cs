using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RefundDesk.Web;

namespace RefundDesk.Bench;

/// <summary>From starting the program to its first page, as a process of its own, on a database that is there already.</summary>
internal static class StartBench
{
    private const int Cases = 100_000;
    private const int Runs = 7;

    public static async Task RunAsync(BenchTable table)
    {
        foreach (var provider in BenchDesk.Providers)
        {
            await using var desk = await BenchDesk.CreateAsync(provider);
            await MillionCases.AddAsync(desk, Cases, TimeProvider.System.GetUtcNow());
            var all = new List<double>();
            for (var run = 0; run < Runs; run++)
            {
                all.Add(await TimeAsync(desk));
            }

            table.AddDurations("start", provider.ToString(), $"start to first page, {Cases:N0} cases", all, "3 s");
        }
    }

    private static async Task<double> TimeAsync(BenchDesk desk)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var program = typeof(DeskHost).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "--urls", address, $"--Database:Provider={desk.Provider}", $"--ConnectionStrings:RefundDesk={desk.Connection}", "--Logging:LogLevel:Default=Error"])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        using var http = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            while (!await AnswersAsync(http, $"{address}/sign-in"))
            {
                await Task.Delay(10);
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"The program ended with {process.ExitCode} before its first page.");
                }
            }

            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string page)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(page));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
