using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Medusa;
using RefundDesk.Web.Infrastructure.OrderSources.Shopify;
using RefundDesk.Web.Infrastructure.OrderSources.Vendure;
using RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Brings in the shops orders are pulled from.</summary>
public static class OrderSourcesRegistration
{
    private const int Retries = 2;

    /// <summary>Registers the connectors and the client they call with.</summary>
    public static IServiceCollection AddOrderSources(this IServiceCollection services)
    {
        services.AddOptions<OrderSourcesOptions>().BindConfiguration(OrderSourcesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SourceAddresses>().AddSingleton<ISourceAddresses>(found => found.GetRequiredService<SourceAddresses>());
        services.AddSingleton<ShopCalls>();
        AddClient(services);

        services.AddSingleton<IOrderSource, ShopifySource>();
        services.AddSingleton<IOrderSource, WooCommerceSource>();
        services.AddSingleton<IOrderSource, VendureSource>();
        services.AddSingleton<IOrderSource, MedusaSource>();
        return services;
    }

    private static void AddClient(IServiceCollection services)
    {
        services.AddTransient<WholeAnswer>();
        services.AddHttpClient(ShopCalls.ClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // each attempt has its own
                client.DefaultRequestHeaders.UserAgent.ParseAdd("RefundDesk/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(found => new SocketsHttpHandler
            {
                // A redirect would carry the secret elsewhere, and a proxy would connect where the check does not look.
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectCallback = found.GetRequiredService<SourceAddresses>().ConnectAsync,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                MaxResponseHeadersLength = 64,
            })
            .RedactLoggedHeaders(_ => true)
            .AddResilienceHandler(ShopCalls.ClientName, (pipeline, context) =>
            {
                var options = context.ServiceProvider.GetRequiredService<IOptions<OrderSourcesOptions>>().Value;
                pipeline.AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(500),
                    ShouldHandle = IsWorthRepeating,
                    DelayGenerator = WhatTheShopAsks,
                });
                pipeline.AddTimeout(TimeSpan.FromSeconds(options.TimeoutSeconds));
            });
        services.AddHttpClient(ShopCalls.ClientName).AddHttpMessageHandler<WholeAnswer>();
    }

    /// <summary>Only what cannot have had an effect is repeated at once: a record of a refund that got lost is looked up first, by the connector.</summary>
    private static ValueTask<bool> IsWorthRepeating(RetryPredicateArguments<HttpResponseMessage> tried)
    {
        if (tried.Outcome.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError }
            || tried.Outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return ValueTask.FromResult(true);
        }

        var isRead = tried.Context.GetRequestMessage() is { } request && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);
        return ValueTask.FromResult(isRead && (tried.Outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError }
            || tried.Outcome.Exception is HttpRequestException { HttpRequestError: not (HttpRequestError.NameResolutionError or HttpRequestError.ConfigurationLimitExceeded) }));
    }

    /// <summary>Waits as long as the shop says, up to ten seconds; what wants longer is left to the next round.</summary>
    private static ValueTask<TimeSpan?> WhatTheShopAsks(RetryDelayGeneratorArguments<HttpResponseMessage> tried) =>
        ValueTask.FromResult(tried.Outcome.Result?.Headers.RetryAfter?.Delta is { } asked ? TimeSpan.FromSeconds(Math.Min(10, asked.TotalSeconds)) : (TimeSpan?)null);
}
