using System.Net;
using System.Text.RegularExpressions;

namespace RefundDesk.Tests.Kit;

/// <summary>A browser without script: keeps cookies, follows nothing by itself, fills in forms.</summary>
internal sealed partial class WebVisitor : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };

    public WebVisitor(Uri address)
    {
        Address = address;
        Http = new HttpClient(_handler) { BaseAddress = address };
        Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public CookieCollection Cookies => _handler.CookieContainer.GetCookies(Address);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Cancelled);

    /// <summary>The page's text, or a failed test where there is none.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode} {answer.Headers.Location}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>Opens a page, fills in one of its forms and sends it, with the hidden fields the page gave.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        using var page = await GetAsync(path);
        var html = await page.Content.ReadAsStringAsync(Cancelled);
        var token = Token().Match(html);
        Assert.True(token.Success, $"{path} has no form: {(int)page.StatusCode} {page.Headers.Location}");
        var all = new List<KeyValuePair<string, string>> { new("__RequestVerificationToken", token.Groups[1].Value), new("_handler", form) };
        all.AddRange(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var content = new FormUrlEncodedContent(all);
        return await Http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content, Cancelled);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string page = "/sign-in") =>
        SendFormAsync(page, "sign-in", ("Form.Email", email), ("Form.Password", password));

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
