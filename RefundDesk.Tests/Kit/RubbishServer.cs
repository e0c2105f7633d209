using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RefundDesk.Tests.Kit;

/// <summary>A web server on this machine that answers whatever it is told to, by default a page of HTML to everything.</summary>
internal sealed class RubbishServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RubbishServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    public static async Task<RubbishServer> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer ?? (context => context.Response.WriteAsync("<html><body>It works!</body></html>")));
        await app.StartAsync();
        return new RubbishServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
