using System.Net;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Features.Access;

public sealed class SignInTests
{
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
}
