using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;
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
        using var right = await other.SendFormAsync(password.Headers.Location!.PathAndQuery, "code", ("CodeForm.Code", CodeOf(key)));

        Assert.Equal(10, codes.Length);
        Assert.Equal("/sign-in/second-factor", password.Headers.Location!.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Contains("Authenticator app", await other.ReadAsync("/account"), StringComparison.Ordinal);
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
        using var right = await visitor.SendFormAsync("/account/authenticator", "off", ("OffForm.Code", CodeOf(key)), ("Wish", "off"));

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

    private static async Task<AddedUser> AddAsync(WebDesk desk, string email, string role)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        var use = ActivatorUtilities.CreateInstance<AddUser>(scope.ServiceProvider, new OperatorAtHand());
        return Done(await use.HandleAsync(email, role, clientKey: null, name: null, Cancelled));
    }

    private static async Task<(string Key, string[] RecoveryCodes)> SetUpAsync(WebVisitor visitor)
    {
        var page = await visitor.ReadAsync("/account/authenticator");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        var key = KeyText().Match(page).Groups[1].Value.Replace(" ", string.Empty, StringComparison.Ordinal);
        using var answer = await visitor.SendFormAsync("/account/authenticator", "on", ("OnForm.Code", CodeOf(key)));
        var done = await answer.Content.ReadAsStringAsync(Cancelled);
        return (key, [.. RecoveryCode().Matches(done).Select(match => match.Groups[1].Value)]);
    }

    /// <summary>What an app shows now: RFC 6238 with SHA-1, 30 seconds and six digits.</summary>
    private static string CodeOf(string key)
    {
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
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

    private sealed class OperatorAtHand : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeskPrincipal.Operator);
    }

    [GeneratedRegex("type the key: <span class=\"b\">([a-z2-7 ]+)</span>")]
    private static partial Regex KeyText();

    [GeneratedRegex("<span>([A-Z0-9]{5}-[A-Z0-9]{5})</span>")]
    private static partial Regex RecoveryCode();
}
