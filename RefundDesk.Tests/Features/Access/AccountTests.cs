using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Access;

public sealed partial class AccountTests
{
    private const string NewPassword = "another horse battery";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_authenticator_app_is_set_up_and_asked_for_from_then_on()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);
        var ann = await desk.PersonAsync(Role.Agent);

        var (key, codes) = await SetUpAsync(visitor);
        using var other = desk.Visit();
        using var password = await other.SignInAsync(ann.Email!, WebDesk.Password);
        using var wrong = await other.SendFormAsync(password.Headers.Location!.PathAndQuery, "code", ("CodeForm.Code", "000000"));
        using var right = await other.SendFormAsync(password.Headers.Location!.PathAndQuery, "code", ("CodeForm.Code", CodeOf(key, later: 1)));

        Assert.Equal(10, codes.Length);
        Assert.Equal("/sign-in/second-factor", password.Headers.Location!.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Contains("Authenticator app", await other.ReadAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_of_the_app_works_once_and_makes_older_ones_void()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        var time = desk.Data.Time;
        using var visitor = await desk.SignInAsync(Role.Agent);
        var (key, _) = await SetUpAsync(visitor, time);

        Assert.Equal(HttpStatusCode.OK, await SecondFactorAsync(desk, CodeOf(key, time: time)));
        Assert.Equal(HttpStatusCode.Redirect, await SecondFactorAsync(desk, CodeOf(key, later: 2, time)));
        Assert.Equal(HttpStatusCode.OK, await SecondFactorAsync(desk, CodeOf(key, later: 2, time)));
        Assert.Equal(HttpStatusCode.OK, await SecondFactorAsync(desk, CodeOf(key, later: 1, time)));
        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(HttpStatusCode.Redirect, await SecondFactorAsync(desk, CodeOf(key, time: time)));
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(HttpStatusCode.OK, await SecondFactorAsync(desk, CodeOf(key, later: -3, time)));
        Assert.Equal(HttpStatusCode.OK, await SecondFactorAsync(desk, CodeOf(key, later: 3, time)));
    }

    [Theory, DatabaseMatrix]
    public async Task Of_many_sign_ins_with_one_code_at_once_one_comes_through(DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true, provider: provider);
        var ann = await desk.PersonAsync(Role.Agent);
        var key = string.Empty;
        await desk.WithUsersAsync(async users =>
        {
            var person = (await users.FindByIdAsync(ann.Id.ToString()))!;
            var made = await users.ResetAuthenticatorKeyAsync(person);
            key = (await users.GetAuthenticatorKeyAsync(person))!;
            return made;
        });

        foreach (var later in new[] { 0, 1 })
        {
            var code = CodeOf(key, later, desk.Data.Time);
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CheckAsync(desk, ann.Id, code), Cancelled)));

            Assert.Single(answers, right => right);
        }
    }

    [Fact]
    public async Task A_new_key_begins_anew_within_the_same_half_minute()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var visitor = await desk.SignInAsync(Role.Agent);
        var (key, _) = await SetUpAsync(visitor, desk.Data.Time);
        using var off = await visitor.SendFormAsync("/account/authenticator", "off", ("OffForm.Code", CodeOf(key, later: 1, desk.Data.Time)), ("Wish", "off"));

        var (_, codes) = await SetUpAsync(visitor, desk.Data.Time);

        Assert.Equal(10, codes.Length);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);
        var ann = await desk.PersonAsync(Role.Agent);
        var (_, codes) = await SetUpAsync(visitor);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 2; i++)
        {
            using var other = desk.Visit();
            using var password = await other.SignInAsync(ann.Email!, WebDesk.Password);
            using var answer = await other.SendFormAsync("/sign-in/second-factor?Recovery=true", "recovery", ("RecoveryForm.Code", codes[0]));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.OK], answers);
    }

    [Fact]
    public async Task Switching_the_second_factor_off_wants_a_code()
    {
        await using var desk = await WebDesk.StartAsync();
        using var visitor = await desk.SignInAsync(Role.Agent);
        var (key, _) = await SetUpAsync(visitor);

        using var wrong = await visitor.SendFormAsync("/account/authenticator", "off", ("OffForm.Code", "000000"), ("Wish", "off"));
        Assert.Contains("Authenticator app", await visitor.ReadAsync("/account"), StringComparison.Ordinal);
        using var right = await visitor.SendFormAsync("/account/authenticator", "off", ("OffForm.Code", CodeOf(key, later: 1)), ("Wish", "off"));

        Assert.Contains("None · ", await visitor.ReadAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_password_keeps_this_session_and_ends_the_others_within_a_minute()
    {
        await using var desk = await WebDesk.StartAsync(standingClock: true);
        using var here = await desk.SignInAsync(Role.Agent);
        using var elsewhere = await desk.SignInAsync(Role.Agent);

        using var wrong = await here.SendFormAsync("/account/password", "password", ("Model.Old", "not the password"), ("Model.Password", NewPassword), ("Model.Again", NewPassword));
        using var changed = await here.SendFormAsync("/account/password", "password", ("Model.Old", WebDesk.Password), ("Model.Password", NewPassword), ("Model.Again", NewPassword));
        desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        using var other = await elsewhere.GetAsync("/account");

        Assert.Contains("until now is wrong", await wrong.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("Changed.", await changed.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("Ann Agent", await here.ReadAsync("/account"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
    }

    [Fact]
    public async Task An_added_person_sets_a_password_by_the_link_which_works_once()
    {
        await using var desk = await WebDesk.StartAsync();
        var added = await AddAsync(desk, "cleo.carter@desk.example", "supervisor");
        var page = new Uri(added.SetPasswordLink).PathAndQuery;
        using var visitor = desk.Visit();

        using var set = await visitor.SendFormAsync(page, "set-password", ("Model.Password", NewPassword), ("Model.Again", NewPassword));
        using var again = await visitor.SendFormAsync(page, "set-password", ("Model.Password", "a third horse battery"), ("Model.Again", "a third horse battery"));
        using var signedIn = await visitor.SignInAsync("cleo.carter@desk.example", NewPassword);

        Assert.Contains("Password set", await set.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("used already", await again.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Contains("Cleo Carter", await visitor.ReadAsync("/account"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "short", "At least 12 characters")]
    [InlineData("long enough to pass", "something else", "not alike")]
    public async Task A_weak_or_mistyped_password_is_refused(string password, string again, string says)
    {
        await using var desk = await WebDesk.StartAsync();
        var added = await AddAsync(desk, "cleo.carter@desk.example", "agent");
        using var visitor = desk.Visit();

        using var answer = await visitor.SendFormAsync(new Uri(added.SetPasswordLink).PathAndQuery, "set-password", ("Model.Password", password), ("Model.Again", again));

        Assert.Contains(says, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SecondFactorAsync(WebDesk desk, string code)
    {
        using var other = desk.Visit();
        using var password = await other.SignInAsync((await desk.PersonAsync(Role.Agent)).Email!, WebDesk.Password);
        Assert.Equal(HttpStatusCode.Redirect, password.StatusCode);
        using var answer = await other.SendFormAsync(password.Headers.Location!.PathAndQuery, "code", ("CodeForm.Code", code));
        return answer.StatusCode;
    }

    private static async Task<bool> CheckAsync(WebDesk desk, Guid person, string code)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        return await users.VerifyTwoFactorTokenAsync((await users.FindByIdAsync(person.ToString()))!, TokenOptions.DefaultAuthenticatorProvider, code);
    }

    private static async Task<AddedUser> AddAsync(WebDesk desk, string email, string role)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        var use = ActivatorUtilities.CreateInstance<AddUser>(scope.ServiceProvider, new OperatorAtHand());
        return Done(await use.HandleAsync(email, role, clientKey: null, name: null, Cancelled));
    }

    private static async Task<(string Key, string[] RecoveryCodes)> SetUpAsync(WebVisitor visitor, TimeProvider? time = null)
    {
        var page = await visitor.ReadAsync("/account/authenticator");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        var key = KeyText().Match(page).Groups[1].Value.Replace(" ", string.Empty, StringComparison.Ordinal);
        using var answer = await visitor.SendFormAsync("/account/authenticator", "on", ("OnForm.Code", CodeOf(key, time: time)));
        var done = await answer.Content.ReadAsStringAsync(Cancelled);
        return (key, [.. RecoveryCode().Matches(done).Select(match => match.Groups[1].Value)]);
    }

    /// <summary>What an app shows now: RFC 6238 with SHA-1, 30 seconds and six digits.</summary>
    /// <param name="key">In base 32.</param>
    /// <param name="later">How many codes after the present one; each is good once.</param>
    /// <param name="time">The desk's clock, where it stands still.</param>
    private static string CodeOf(string key, int later = 0, TimeProvider? time = null)
    {
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, ((time ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds() / 30) + later);
#pragma warning disable CA5350 // the standard's hash
        var hash = HMACSHA1.HashData(FromBase32(key.ToUpperInvariant()), step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    internal sealed class OperatorAtHand : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeskPrincipal.Operator);
    }

    [GeneratedRegex("type the key: <span class=\"b\">([a-z2-7 ]+)</span>")]
    private static partial Regex KeyText();

    [GeneratedRegex("<span>([A-Z0-9]{5}-[A-Z0-9]{5})</span>")]
    private static partial Regex RecoveryCode();
}
