using RefundDesk.Bench;
using Spectre.Console;

// One question a class. `dotnet run -c Release --project bench/RefundDesk.Bench -- [QUESTION …]`; without one, all of them.
var questions = new Dictionary<string, Func<BenchTable, Task>>(StringComparer.OrdinalIgnoreCase)
{
    ["screens"] = ScreensBench.RunAsync,
    ["pipeline"] = PipelineBench.RunAsync,
    ["breaker"] = PipelineBench.RunWithLimitsAsync,
    ["api"] = ApiBench.RunAsync,
    ["guesses"] = GuessBench.RunAsync,
    ["import"] = ImportBench.RunAsync,
    ["live"] = LiveBench.RunAsync,
    ["export"] = ExportBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["simulation"] = SimulationBench.RunAsync,
    ["circuit"] = CircuitBench.RunAsync,
};

var wanted = args.Length > 0 ? args : [.. questions.Keys];
if (Array.Find(wanted, question => !questions.ContainsKey(question)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no question '{unknown}'; there is {string.Join(", ", questions.Keys)}.");
    return 2;
}

var table = new BenchTable();
foreach (var question in wanted)
{
    await questions[question](table);
}

AnsiConsole.Write(table.Draw());
return 0;
