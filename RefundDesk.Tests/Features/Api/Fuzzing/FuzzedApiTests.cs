using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RefundDesk.Tests.Features.Api.Fuzzing;

/// <summary>
/// Calls made from the API's own document, right and wrong ones: none is answered with a defect, each status is one the document names for the
/// operation, a refusal has a code and names what is wrong, and of what is refused nothing is stored. <c>REFUNDDESK_FUZZ_CALLS=100000</c> makes it
/// long, <c>REFUNDDESK_FUZZ_SEED</c> other; a failure prints its seed and a line to type.
/// </summary>
public sealed class FuzzedApiTests(ITestOutputHelper output)
{
    private const int CallsOfADesk = 2_500;
    private const int MostTold = 25;

    private readonly Dictionary<string, (string Line, int Times)> _faults = [];
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Taken, int Refused)> _operations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private int _refused;
    private int _stored;

    private static int Calls => int.Parse(Environment.GetEnvironmentVariable("REFUNDDESK_FUZZ_CALLS") ?? "700", CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("REFUNDDESK_FUZZ_SEED") ?? "20261110", CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_call_made_from_the_document_is_a_defect_and_nothing_refused_is_stored()
    {
        var watch = new Stopwatch();
        for (var (done, seed) = (0, Seed); done < Calls; done += CallsOfADesk, seed++)
        {
            await using var scene = await FuzzScene.StartAsync();
            var description = new ApiDescription(await scene.Http.GetStringAsync(new Uri(scene.Desk.Address, "/openapi/v1.json"), TestContext.Current.CancellationToken));
            var maker = new CallMaker(description, scene, new Random(seed));
            watch.Start();
            for (var call = 0; call < Math.Min(CallsOfADesk, Calls - done); call++)
            {
                await TryAsync(scene, maker, seed);
            }

            watch.Stop();
        }

        var table = Table(watch.Elapsed);
        output.WriteLine(table);
        Assert.True(_faults.Count == 0, $"{table}\n{string.Join("\n\n", _faults.OrderByDescending(fault => fault.Value.Times).Take(MostTold).Select(fault => $"{fault.Value.Times} x {fault.Key}\n{fault.Value.Line}"))}");
        Assert.All(_operations.Where(operation => operation.Key is "PutOrder" or "BatchOrders" or "RequestRefund" or "GetRefund" or "ListRefunds" or "GetReport"), operation => Assert.True(operation.Value.Taken > 0, $"{operation.Key} was never taken."));
        Assert.True(_operations.Count >= 15 && _kinds.Count >= 25 && _refused > Calls / 3, table);
    }

    private async Task TryAsync(FuzzScene scene, CallMaker maker, int seed)
    {
        var call = maker.Next();
        var before = await scene.PrintAsync();
        var answer = await scene.SendAsync(call);
        var isRefused = IsRefused(call, answer);
        var after = isRefused || call.Expected == Expected.Repeated ? await scene.PrintAsync() : before;
        maker.Learn(call, answer);
        Count(call, answer, isRefused);
        foreach (var fault in Faults(call, answer))
        {
            Tell(fault);
        }

        if (before != after)
        {
            _stored++;
            Tell($"something was stored: {before} became {after}");
        }

        void Tell(string fault)
        {
            var key = $"{call.Operation.Id}, {call.Kind}: {fault}";
            _faults[key] = _faults.TryGetValue(key, out var told) ? (told.Line, told.Times + 1)
                : ($"seed {seed}: {call.AsCurl(scene.Desk.Address)}\n  → {(int)answer.Status} {(answer.Text.Length > 400 ? answer.Text[..400] : answer.Text)}", 1);
        }
    }

    /// <summary>A batch is refused where each of its lines is.</summary>
    private static bool IsRefused(FuzzedCall call, FuzzedAnswer answer) => (int)answer.Status >= 400
        || (call is { Operation.Id: "BatchOrders", Method: "POST" } && Lines(answer).All(line => line["result"]!.ToString() == "Refused"));

    private static IEnumerable<JsonNode> Lines(FuzzedAnswer answer) => answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);

    private static IEnumerable<string> Faults(FuzzedCall call, FuzzedAnswer answer)
    {
        var status = (int)answer.Status;
        if (status >= 500)
        {
            return [$"a defect, {status}"];
        }

        if (IsOfTheServerItself(call, answer))
        {
            return [];
        }

        var faults = new List<string>();
        if (!call.Operation.Statuses.Contains(status) && !call.AlsoRight.Contains(status))
        {
            faults.Add($"{status} is not in the document");
        }

        var isBatch = call is { Operation.Id: "BatchOrders", Method: "POST" } && status == 200;
        if (status >= 400 && call.Method != "HEAD")
        {
            faults.AddRange(FaultsOfRefusal(call, answer));
        }

        if (isBatch)
        {
            faults.AddRange(Lines(answer).Where(line => line["result"]!.ToString() == "Refused" && string.IsNullOrEmpty(line["code"]?.ToString())).Select(_ => "a line was refused without a code"));
        }

        var isRefused = IsRefused(call, answer);
        faults.AddRange(call.Expected switch
        {
            Expected.Refused or Expected.FieldNamed when !isRefused => [$"was taken with {status}"],
            Expected.Readable when status is 400 or 415 or 413 && !HoldsNull(call) => [$"the document says this can be read, the answer is {status}"],
            Expected.Repeated when status != 202 || answer.Location != call.Field => [$"the same request again was answered with {status} {answer.Location}, not 202 {call.Field}"],
            _ => [],
        });
        return faults;
    }

    /// <summary>A text with this character is no text for a database; the document has no way to say so.</summary>
    private static bool HoldsNull(FuzzedCall call) => call.Body is { } body && Encoding.UTF8.GetString(body).Contains("\\u0000", StringComparison.Ordinal);

    /// <summary>An address that the web server refuses before the application sees it: with a NUL, or longer than the 8 KB it takes.</summary>
    private static bool IsOfTheServerItself(FuzzedCall call, FuzzedAnswer answer) => answer.Text.Length == 0 && answer.Status switch
    {
        System.Net.HttpStatusCode.BadRequest => call.Path.Split('?')[0].Contains("%00", StringComparison.Ordinal),
        System.Net.HttpStatusCode.RequestUriTooLong => call.Path.Length > 8_000,
        _ => false,
    };

    private static IEnumerable<string> FaultsOfRefusal(FuzzedCall call, FuzzedAnswer answer)
    {
        if (answer.ContentType?.MediaType != "application/problem+json")
        {
            yield return $"{(int)answer.Status} as {answer.ContentType?.MediaType ?? "nothing"}";
            yield break;
        }

        var problem = JsonNode.Parse(answer.Text)!;
        var code = problem["code"]?.ToString() ?? string.Empty;
        if (!code.Contains('.', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(problem["detail"]?.ToString()))
        {
            yield return "a refusal without code or words";
        }

        var isOfKeys = (int)answer.Status is 401 or 403 or 404 or 409;
        if (call is { Expected: Expected.FieldNamed, Field: { } field } && !isOfKeys)
        {
            var places = (problem["errors"]?.AsArray() ?? []).Select(error => error!).ToList();
            var isNamed = places.Any(error => Names(error["field"]!.ToString(), field) || Names(error["message"]!.ToString(), Last(field)))
                || Names(problem["detail"]!.ToString(), Last(field));
            if (!isNamed || (code == "request.body" && places.Any(error => error["line"]!.GetValue<int>() < 1 || error["column"]!.GetValue<int>() < 1)))
            {
                yield return "the field that is wrong is not named with its place";
            }
        }
    }

    private static bool Names(string said, string field) => said.Contains(field, StringComparison.Ordinal);

    private static string Last(string field) => field.TrimEnd(']').Split('.', '[')[^1] is var last && int.TryParse(last, CultureInfo.InvariantCulture, out _) ? field.Split('[')[^2].Split('.')[^1] : field.Split('.')[^1];

    private void Count(FuzzedCall call, FuzzedAnswer answer, bool isRefused)
    {
        _refused += isRefused ? 1 : 0;
        _statuses[(int)answer.Status] = _statuses.GetValueOrDefault((int)answer.Status) + 1;
        var kind = call.Kind.StartsWith("number ", StringComparison.Ordinal) ? "odd number" : call.Kind;
        _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        if (answer is { ContentType.MediaType: "application/problem+json", Text.Length: > 0 })
        {
            var code = JsonNode.Parse(answer.Text)!["code"]?.ToString() ?? "none";
            _codes[code] = _codes.GetValueOrDefault(code) + 1;
        }

        var (taken, refused) = _operations.GetValueOrDefault(call.Operation.Id);
        _operations[call.Operation.Id] = isRefused ? (taken, refused + 1) : (taken + 1, refused);
    }

    private string Table(TimeSpan elapsed)
    {
        var calls = _statuses.Values.Sum();
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"calls {calls:N0}, seed {Seed}, {elapsed.TotalSeconds:F0} s, {calls / elapsed.TotalSeconds:F0} calls/s");
        table.AppendLine(CultureInfo.InvariantCulture, $"answered with 5xx {_statuses.Where(status => status.Key >= 500).Sum(status => status.Value)}; refused {_refused:N0}, of them stored all the same {_stored}");
        table.AppendLine(CultureInfo.InvariantCulture, $"status {string.Join(", ", _statuses.Select(status => $"{status.Key}: {status.Value}"))}");
        table.AppendLine(CultureInfo.InvariantCulture, $"tried {string.Join(", ", _kinds.Select(kind => $"{kind.Key} {kind.Value}"))}");
        table.AppendLine(CultureInfo.InvariantCulture, $"codes {string.Join(", ", _codes.Select(code => $"{code.Key} {code.Value}"))}");
        foreach (var (operation, (taken, refused)) in _operations)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"  {operation,-20} taken {taken,7} refused {refused,7}");
        }

        return table.ToString();
    }
}
