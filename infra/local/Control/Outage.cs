using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Http;

namespace ChatPay.Local.Control;

/// <summary>Cuts the app off from everything it calls over HTTP (tables, vault, PayPal, Instagram), as if nothing listened there.
/// Queues and incoming calls keep working.</summary>
/// <param name="watch">As <see cref="LocalPlatformOptions.WatchCalls"/>.</param>
internal sealed class Outage(Action<Request>? watch = null) : HttpPipelineSynchronousPolicy, IHttpMessageHandlerBuilderFilter
{
    private const string Why = "Connection refused: the platform has cut the app off.";

    /// <summary>Whether calls fail now.</summary>
    public volatile bool IsOn;

    /// <summary>Applies to Azure clients.</summary>
    public override void OnSendingRequest(HttpMessage message)
    {
        watch?.Invoke(message.Request);
        if (IsOn)
            throw new RequestFailedException(0, Why, Refused());
    }

    /// <summary>Applies to clients of <see cref="IHttpClientFactory"/>.</summary>
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
