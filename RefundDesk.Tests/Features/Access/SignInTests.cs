using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;

namespace RefundDesk.Tests.Features.Access;

public sealed class SignInTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.ClientViewer)]
    [InlineData(Role.Administrator)]
    public async Task A_person_of_every_role_signs_in_and_sees_the_desk(Role role)
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(role);

        var page = await visitor.ReadAsync("/");

        Assert.Contains("blazor.web", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_led_to_the_sign_in_page_and_back()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        using var asked = await visitor.GetAsync("/account");
        using var answer = await visitor.SignInAsync(ann.Email!, WebDesk.Password, asked.Headers.Location!.PathAndQuery);

        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Equal("/account", answer.Headers.Location!.AbsolutePath);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task A_link_cannot_lead_people_elsewhere_after_signing_in(string returnUrl)
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        using var answer = await visitor.SignInAsync(ann.Email!, WebDesk.Password, $"/sign-in?ReturnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(desk.Address, answer.Headers.Location);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        using var unknown = await visitor.SignInAsync("nobody@desk.example", WebDesk.Password);
        using var wrong = await visitor.SignInAsync(ann.Email!, "not the password");

        var (first, second) = (await FaultAsync(unknown), await FaultAsync(wrong));
        Assert.Equal("E-mail or password is wrong, or the account is locked for some minutes.", first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_while()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await visitor.SignInAsync(ann.Email!, "not the password");
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var right = await visitor.SignInAsync(ann.Email!, WebDesk.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        await desk.WithUsersAsync(async users => await users.SetLockoutEndDateAsync((await users.FindByEmailAsync(ann.Email!))!, null));
        using var later = await visitor.SignInAsync(ann.Email!, WebDesk.Password);

        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
    }

    [Fact]
    public async Task A_disabled_person_cannot_sign_in()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        await DisableAsync(desk, ann.Email!);
        using var visitor = desk.Visit();

        using var answer = await visitor.SignInAsync(ann.Email!, WebDesk.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_person_disabled_while_signed_in_is_out_within_a_minute()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var visitor = await desk.SignInAsync(Role.Agent);
        await DisableAsync(desk, (await desk.PersonAsync(Role.Agent)).Email!);

        desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        using var answer = await visitor.GetAsync("/account");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task A_person_given_another_role_is_out_within_a_minute_and_comes_back_with_it()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var visitor = await desk.SignInAsync(Role.Agent);
        var ann = await desk.PersonAsync(Role.Agent);
        await using (var scope = desk.Services.CreateAsyncScope())
        {
            var change = ActivatorUtilities.CreateInstance<ChangePerson>(scope.ServiceProvider, new AccountTests.OperatorAtHand());
            Assert.True((await change.HandleAsync(ann.Email!, "supervisor", null, null, Cancelled)).Succeeded);
        }

        desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        using var answer = await visitor.GetAsync("/account");
        using var again = await desk.SignInAsync(ann);

        Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
        Assert.Contains("Supervisor", await again.ReadAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_role_holds_within_a_minute()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var visitor = await desk.SignInAsync(Role.Agent);
        await desk.WithUsersAsync(async users =>
        {
            var person = (await users.FindByEmailAsync((await desk.PersonAsync(Role.Agent)).Email!))!;
            person.Role = Role.Supervisor;
            return await users.UpdateAsync(person);
        });

        desk.Data.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("Supervisor", await visitor.ReadAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_slides_for_eight_hours_and_ends_after_twelve_in_any_case()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var worker = await desk.SignInAsync(Role.Agent);
        using var sleeper = await desk.SignInAsync(Role.Agent);

        desk.Data.Time.Leap(TimeSpan.FromHours(5));
        await worker.ReadAsync("/account");
        desk.Data.Time.Leap(TimeSpan.FromHours(5));
        await worker.ReadAsync("/account");
        using var slept = await sleeper.GetAsync("/account");
        desk.Data.Time.Leap(TimeSpan.FromHours(2));
        using var worked = await worker.GetAsync("/account");

        Assert.Equal(HttpStatusCode.Redirect, slept.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, worked.StatusCode);
    }

    [Fact]
    public async Task Many_tries_on_one_account_have_to_wait_for_the_next_minute()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var visitor = desk.Visit();
        for (var i = 0; i < 10; i++)
        {
            using var wrong = await visitor.SignInAsync("nobody@desk.example", "not the password");
            Assert.DoesNotContain("Too many", await FaultAsync(wrong), StringComparison.Ordinal);
        }

        using var tooMany = await visitor.SignInAsync("nobody@desk.example", "not the password");
        desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        using var again = await visitor.SignInAsync("nobody@desk.example", "not the password");

        Assert.Contains("Too many", await FaultAsync(tooMany), StringComparison.Ordinal);
        Assert.DoesNotContain("Too many", await FaultAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_the_page_s_token_is_refused()
    {
        await using var desk = await WebDesk.StartAsync();
        var ann = await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();
        using var content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", ann.Email!), new("Form.Password", WebDesk.Password)]);

        using var answer = await visitor.Http.PostAsync(new Uri("/sign-in", UriKind.Relative), content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Another_site_cannot_sign_people_out_but_our_menu_does_at_once()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);

        Assert.Contains("Sign out?", await visitor.ReadAsync("/sign-out"), StringComparison.Ordinal);
        await visitor.ReadAsync("/account");
        visitor.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var left = await visitor.GetAsync("/sign-out");
        using var after = await visitor.GetAsync("/account");

        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Equal("/sign-in", after.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task The_demo_lists_its_accounts_and_one_click_signs_in()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Demo:Enabled"] = "true",
            ["Demo:Accounts:0:Name"] = "Ann Agent",
            ["Demo:Accounts:0:What"] = "Agent",
            ["Demo:Accounts:0:Email"] = "ann.agent@desk.example",
            ["Demo:Accounts:0:Password"] = WebDesk.Password,
        });
        await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        Assert.Contains("Demo: sign in as", await visitor.ReadAsync("/sign-in"), StringComparison.Ordinal);
        using var answer = await visitor.SendFormAsync("/sign-in", "demo", ("DemoForm.Account", "0"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("Ann Agent", await visitor.ReadAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_demo_nobody_signs_in_by_one_click()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Demo:Accounts:0:Email"] = "ann.agent@desk.example", ["Demo:Accounts:0:Password"] = WebDesk.Password });
        await desk.PersonAsync(Role.Agent);
        using var visitor = desk.Visit();

        Assert.DoesNotContain("Demo", await visitor.ReadAsync("/sign-in"), StringComparison.Ordinal);
        using var answer = await visitor.SendFormAsync("/sign-in", "demo", ("DemoForm.Account", "0"));

        Assert.NotEqual(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static Task DisableAsync(WebDesk desk, string email) => desk.WithUsersAsync(async (UserManager<Web.Infrastructure.Persistence.Rows.DeskUser> users) =>
    {
        var person = (await users.FindByEmailAsync(email))!;
        person.IsDisabled = true;
        return await users.UpdateAsync(person);
    });

    private static async Task<string> FaultAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(Cancelled);
        var start = html.IndexOf("role=\"alert\">", StringComparison.Ordinal);
        return start < 0 ? string.Empty : html[(start + 13)..html.IndexOf('<', start)];
    }
}
