using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>
/// What ten thousand guesses at order numbers on the customers' page tell a stranger, by answer and by time, where nothing slows them down; and
/// how far the same guesses come with the limits as they are shipped.
/// </summary>
internal static partial class GuessBench
{
    private const int Guesses = 10_000;
    private const int OrdersAtOnce = 500;
    private const string ClientKey = "alder";

    public static async Task RunAsync(BenchTable table)
    {
        await using var desk = await BenchDesk.CreateAsync(DatabaseProvider.Sqlite);
        await AddOrdersAsync(desk);
        var open = await GuessAsync(desk, "--Portal:TriesAnHourByAddress=100000");
        table.Add("guesses", "Sqlite", "different answers to 10,000 guesses, half of them right", $"{open.Answers.Count}", "1");
        table.Add("guesses", "Sqlite", "chance to tell a right guess from a wrong one by time (AUC; 0.500 ± 0.011 is none)", FormattableString.Invariant($"{Auc(open.Right, open.Wrong):0.000}"), "0.500");
        table.Add("guesses", "Sqlite", "median time of a right and a wrong guess", FormattableString.Invariant($"{Median(open.Right):0.00} / {Median(open.Wrong):0.00} ms"), string.Empty);

        var limited = await GuessAsync(desk);
        table.Add("guesses", "Sqlite", "of 10,000 guesses of one address with the limits as shipped, looked at", $"{limited.LookedAt:#,0}", string.Empty);
        table.Add("guesses", "Sqlite", "then told to wait", FormattableString.Invariant($"{limited.Wait.TotalMinutes:0} min"), string.Empty);
    }

    private static async Task<Outcome> GuessAsync(BenchDesk desk, params string[] settings)
    {
        await using var app = await ApiBench.ServeAsync(desk, settings);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        var page = new Uri($"/r/{ClientKey}", UriKind.Relative);
        var token = Token().Match(await http.GetStringAsync(page)).Groups[1].Value;
        var outcome = new Outcome();
        var chance = new Random(7);
        for (var guess = 0; guess < Guesses; guess++)
        {
            var isRight = chance.Next(2) == 0;
            using var form = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token), new("_handler", "ask"), new("OrderNumber", NumberOf(guess, isRight)), new("Proof", "stranger@elsewhere.example")]);
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync(page, form);
            var body = await answer.Content.ReadAsStringAsync();
            var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                outcome.Wait = answer.Headers.RetryAfter?.Delta ?? outcome.Wait;
                continue;
            }

            outcome.LookedAt++;
            (isRight ? outcome.Right : outcome.Wrong).Add(taken);
            outcome.Answers.Add($"{answer.StatusCode} {Ask().Replace(answer.Headers.Location?.ToString() ?? string.Empty, "ask")} {body.Length}");
        }

        return outcome;
    }

    private static async Task AddOrdersAsync(BenchDesk desk)
    {
        var now = TimeProvider.System.GetUtcNow();
        var client = Client.Add(ClientKey, "Alder & sons", "EUR", "Europe/Berlin", now.AddYears(-2)).Value;
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        db.AddRange(client, Loading.RowOf(client.Id, ReturnPolicy.Standard(client.CreatedAt, 100)));
        await db.SaveChangesAsync();
        foreach (var some in Enumerable.Range(0, Guesses).Chunk(OrdersAtOnce))
        {
            await db.InsertOrdersAsync(
                [.. some.Select(guess => Order.TakeIn(
                    client.Id,
                    new OrderDraft(
                        NumberOf(guess, isRight: true), $"C-{guess}", "Someone", $"someone{guess}@customer.example", "DE", "EUR", now.AddDays(-9), null, now.AddDays(-6), 0,
                        [new OrderLineDraft("S", "Thing", "general", 1, 45_00)], [new TenderDraft(TenderMethod.Card, "sandbox", $"ch_{guess}", "Visa", 45_00)]),
                    now).Value)],
                CancellationToken.None);
        }
    }

    /// <summary>Numbers of one look, so that nothing but the database can tell them apart.</summary>
    private static string NumberOf(int guess, bool isRight) => FormattableString.Invariant($"SO-{(guess * 2) + (isRight ? 0 : 1):000000}");

    /// <summary>The share of pairs in which the right guess took longer (Mann and Whitney 1947).</summary>
    private static double Auc(List<double> right, List<double> wrong)
    {
        var all = right.Select(time => (time, IsRight: true)).Concat(wrong.Select(time => (time, IsRight: false))).OrderBy(guess => guess.time).ToArray();
        var ranks = all.Select((guess, place) => guess.IsRight ? place + 1d : 0).Sum();
        return (ranks - (right.Count * (right.Count + 1d) / 2)) / ((double)right.Count * wrong.Count);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("ask(=|%3D)[0-9a-f]{32}")]
    private static partial Regex Ask();

    private sealed class Outcome
    {
        public HashSet<string> Answers { get; } = [];

        public List<double> Right { get; } = [];

        public List<double> Wrong { get; } = [];

        public int LookedAt { get; set; }

        public TimeSpan Wait { get; set; }
    }
}
