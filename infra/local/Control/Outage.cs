using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Http;

namespace ChatPay.Local.Control;

/// <summary>Cuts the app off from what it calls over HTTP, as if nobody listened there: tables, vault, PayPal, Instagram. Its
/// queues stay, and so does whoever calls it.</summary>
/// <param name="watch">As <see cref="LocalPlatformOptions.WatchCalls"/>.</param>
internal sealed class Outage(Action<Request>? watch = null) : HttpPipelineSynchronousPolicy, IHttpMessageHandlerBuilderFilter
{
    private const string Why = "Connection refused: the platform has cut the app off.";

    /// <summary>Whether it is on.</summary>
    public volatile bool IsOn;

    /// <summary>For a client of Azure's.</summary>
    public override void OnSendingRequest(HttpMessage message)
    {
        watch?.Invoke(message.Request);
        if (IsOn)
            throw new RequestFailedException(0, Why, Refused());
    }

    /// <summary>For a client of <see cref="IHttpClientFactory"/>.</summary>
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        builder.AdditionalHandlers.Add(new Gate(this));
    };

    private static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, Why);

    private sealed class Gate(Outage outage) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            outage.IsOn ? Task.FromException<HttpResponseMessage>(Refused()) : base.SendAsync(request, cancellationToken);
    }
}
