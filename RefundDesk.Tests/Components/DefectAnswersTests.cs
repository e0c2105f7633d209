using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Tests.Components;

/// <summary>What is answered when something is broken, or not there.</summary>
public sealed class DefectAnswersTests
{
    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_of_a_defect_and_not_sent_to_sign_in()
    {
        await using var desk = await WebDesk.StartAsync(services => services.Replace(ServiceDescriptor.Scoped<IPasswordHasher<DeskUser>, BrokenHasher>()));
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        using var answer = await visitor.SignInAsync(ann.Email!, WebDesk.Password);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong", await TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_gets_a_page_and_a_system_problem_details()
    {
        await using var desk = await WebDesk.StartAsync(services => services.AddSingleton<IStartupFilter, BrokenEnd>());
        using var ann = await desk.SignInAsync(Role.Agent);

        using var page = await ann.GetAsync("/broken");
        using var call = await ann.GetAsync("/api/broken");
        using var document = await ann.GetAsync("/openapi/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, page.StatusCode);
        Assert.Contains("Something went wrong", await TextOf(page), StringComparison.Ordinal);
        Assert.DoesNotContain("planted", await TextOf(page), StringComparison.Ordinal);
        foreach (var answer in new[] { call, document })
        {
            Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal("request.defect", JsonDocument.Parse(await TextOf(answer)).RootElement.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Where_nothing_is_a_person_gets_a_page_and_a_system_problem_details()
    {
        await using var desk = await WebDesk.StartAsync();
        using var ann = await desk.SignInAsync(Role.Agent);

        using var page = await ann.GetAsync("/nowhere");
        using var document = await ann.GetAsync("/openapi/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("<html", await TextOf(page), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (document.StatusCode, document.Content.Headers.ContentType?.MediaType));
    }

    private static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private sealed class BrokenHasher : PasswordHasher<DeskUser>
    {
        public override PasswordVerificationResult VerifyHashedPassword(DeskUser user, string hashedPassword, string providedPassword) => throw new InvalidOperationException("planted");
    }

    /// <summary>Breaks whatever no endpoint answered.</summary>
    private sealed class BrokenEnd : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(context => context.Request.Path.Value!.Contains("broken", StringComparison.Ordinal) ? throw new InvalidOperationException("planted") : Task.CompletedTask);
        };
    }
}
