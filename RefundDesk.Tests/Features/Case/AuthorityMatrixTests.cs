using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.CommandLine;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Tests.Features.Case;

/// <summary>Role × action × amount × part in the case, through every door: each combination ends as the table says.</summary>
public sealed class AuthorityMatrixTests
{
    private static readonly Dictionary<string, string> NoDifference = [];

    /// <summary>Automation would take approved cases further before they are looked at.</summary>
    private static readonly Dictionary<string, string?> AtRest = new() { ["Automation:Enabled"] = "false" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void The_table_is_as_large_as_it_has_to_be()
    {
        Assert.Equal(608, AuthorityTable.All.Count);
        Assert.Distinct(AuthorityTable.All);
    }

    [Fact]
    public async Task From_the_page_every_combination_ends_as_the_table_says_and_its_button_says_so_before()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var hosts = new Dictionary<Role, WebApplication>();
        foreach (var role in AuthorityTable.All.Select(one => one.Role).Distinct())
        {
            var person = await desk.PersonAsync(role);
            hosts[role] = desk.Data.BuildHost(DeskPrincipal.Person(new UserId(person.Id), person.DisplayName, role, person.ClientId));
        }

        await EveryCombinationAsync(desk, async (one, scene, _) =>
        {
            await using var scope = hosts[one.Role].Services.CreateAsyncScope();
            var seen = await scope.ServiceProvider.GetRequiredService<CaseQuery>().FindAsync(scene.Refund.Number, Cancelled);
            var taken = await scope.ServiceProvider.GetRequiredService<CaseStepRunner>().RunAsync(one.Step, scene.Refund.Number, scene.Refund.Version, InputOf(one), Cancelled);
            if (seen.Succeeded && seen.Value.Actions.SingleOrDefault(action => action.Step == one.Step) is { } action)
            {
                Assert.True(action.WhyNot?.Code == taken.Refusal?.Code, $"{one}: the button says {action.WhyNot?.Code ?? "yes"}, the step {taken.Refusal?.Code ?? "yes"}");
            }

            return taken.Refusal?.Code;
        });
    }

    [Fact]
    public async Task Over_the_api_every_combination_ends_as_the_table_says()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var visitors = new Dictionary<Role, WebVisitor>();
        foreach (var role in AuthorityTable.All.Select(one => one.Role).Distinct())
        {
            visitors[role] = await desk.SignInAsync(role);
            visitors[role].Http.DefaultRequestHeaders.Add("RefundDesk-Request", "1");
        }

        await EveryCombinationAsync(desk, async (one, scene, _) =>
        {
            var step = one.Step switch { CaseStep.Approve => "approve", CaseStep.Reject => "reject", CaseStep.SendBack => "send-back", _ => "amount" };
            object[] lines = [new { lineNumber = 1, included = true, keptBack = 11 }];
            using var answer = await visitors[one.Role].Http.PostAsJsonAsync(
                $"/api/v1/refunds/{scene.Refund.Number}/{step}", new { seenVersion = scene.Refund.Version, reason = "It was used for a year.", lines }, Cancelled);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
            if (answer.IsSuccessStatusCode)
            {
                Assert.True(body.GetProperty("version").GetInt64() > scene.Refund.Version);
                return null;
            }

            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            var code = body.GetProperty("code").GetString();
            Assert.Equal(code == "refund.not-allowed" ? HttpStatusCode.Conflict : HttpStatusCode.Forbidden, answer.StatusCode);
            return code;
        });
        foreach (var visitor in visitors.Values)
        {
            visitor.Dispose();
        }
    }

    [Fact]
    public async Task Over_the_command_line_every_combination_ends_as_the_table_says_and_the_history_tells_the_door()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var host = desk.Data.BuildHost(change: services =>
        {
            services.AddScoped<VerbUser>();
            services.RemoveAll<ICurrentUser>();
            services.AddScoped<ICurrentUser>(provider => provider.GetRequiredService<VerbUser>());
        });

        await EveryCombinationAsync(desk, async (one, scene, person) =>
        {
            await using var scope = host.Services.CreateAsyncScope();
            await using var faults = new StringWriter();
            await using var said = new StringWriter();
            var order = new CaseOrder(scene.Refund.Number.ToString(), person.Email!, one.Step)
            {
                Reason = "It was used for a year.", SeenVersion = scene.Refund.Version, Lines = one.Step == CaseStep.ChangeAmount ? ["1=0.11"] : [],
            };
            var exit = await CasesCommand.TakeAsync(scope.ServiceProvider, new VerbConsole(said, faults), order, Cancelled);
            var fault = faults.ToString().Trim();
            Assert.Equal(fault.Length == 0 ? 0 : 1, exit);
            return fault.Length == 0 ? null : fault[(fault.LastIndexOf('(') + 1)..^1];
        });

        await using var db = await desk.Data.OpenAsync();
        Assert.Contains(db.CaseEvents.Select(row => row.ActorName).Distinct(), name => name == "Sue Supervisor, command line");
    }

    private static CaseInput InputOf(AuthorityCase one) =>
        new("It was used for a year.", Lines: one.Step == CaseStep.ChangeAmount ? new Dictionary<int, LineChange> { [1] = new(true, 11) } : null);

    /// <summary>Takes every step and compares the status the case comes to, or the refusal, with the table.</summary>
    private static async Task EveryCombinationAsync(WebDesk desk, Func<AuthorityCase, RefundScene, DeskUser, Task<string?>> take)
    {
        var client = await desk.Data.AddClientAsync(policy: AuthorityTable.Policy);
        var differences = new Dictionary<string, string>();
        foreach (var one in AuthorityTable.All)
        {
            var person = await desk.PersonAsync(one.Role);
            var (refund, order) = AuthorityTable.Make(one, Actor.Person(new UserId(person.Id), person.DisplayName), person.Email!);
            var scene = await desk.Data.AddCaseAsync(client, refund, order);

            var code = await take(one, scene, person);

            var after = (await desk.Data.ReadAsync(scene.Refund.Number)).Refund;
            Assert.Equal(code is null, after.Version > scene.Refund.Version);
            if ((code ?? after.Status.ToString()) != AuthorityTable.Expected(one))
            {
                differences[one.ToString()] = $"expected {AuthorityTable.Expected(one)}, was {code ?? after.Status.ToString()}";
            }
        }

        Assert.Equal(NoDifference, differences);
    }
}
