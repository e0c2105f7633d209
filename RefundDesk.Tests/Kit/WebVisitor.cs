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

    /// <summary>Opens a page, fills in one of its forms, chooses files in its field and sends it.</summary>
    public async Task<HttpResponseMessage> SendFilesAsync(string path, string form, (string Name, string Value)[] fields, (string Name, byte[] Bytes)[] files)
    {
        using var content = new MultipartFormDataContent { { new StringContent(await TokenAsync(path)), "__RequestVerificationToken" }, { new StringContent(form), "_handler" } };
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes), "Files", name);
        }

        return await Http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content, Cancelled);
    }

    /// <summary>Opens a page, fills in one of its forms and sends it, with the hidden fields the page gave.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var all = new List<KeyValuePair<string, string>> { new("__RequestVerificationToken", await TokenAsync(path)), new("_handler", form) };
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

    private async Task<string> TokenAsync(string path)
    {
        using var page = await GetAsync(path);
        var token = Token().Match(await page.Content.ReadAsStringAsync(Cancelled));
        Assert.True(token.Success, $"{path} has no form: {(int)page.StatusCode} {page.Headers.Location}");
        return token.Groups[1].Value;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
