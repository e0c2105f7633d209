using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Reads the whole answer inside the time of its call, and no more of it than is allowed.</summary>
internal sealed class WholeAnswer(IOptions<OrderSourcesOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(options.Value.MaxAnswerMegabytes * 1_000_000L, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
