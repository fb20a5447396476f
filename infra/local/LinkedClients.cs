using Azure.Core.Pipeline;
using ChatPay.Local.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ChatPay.Local;

/// <summary>Links the app's outgoing calls to the parts of the platform that serve them (<see cref="LinkedCalls"/>).</summary>
internal static class LinkedClients
{
    /// <summary>For every client of <see cref="IHttpClientFactory"/>.</summary>
    public static IServiceCollection LinkCalls(this IServiceCollection services, LocalClock clock) =>
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new Innermost(clock));

    /// <summary>For an Azure client: like its default transport, follows no redirects and keeps no cookies.</summary>
    /// <param name="clock">The platform's clock.</param>
    public static HttpClientTransport Transport(LocalClock clock) =>
        new(new LinkedCalls(clock, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }));

    private sealed class Innermost(LocalClock clock) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(new LinkedCalls(clock));
        };
    }
}
