using Azure.Core.Pipeline;
using ChatPay.Local.Clock;

namespace ChatPay.Local.Vault;

/// <summary>Routes requests for <c>https://{vault}.vault.azure.net</c> to the local vault. The client insists on TLS and a vault's
/// domain, and sees both; behind this transport it is HTTP on loopback.</summary>
public sealed class VaultTransport(Uri local, LocalClock clock) : HttpClientTransport(new ToLoopback(local, clock))
{
    private sealed class ToLoopback(Uri local, LocalClock clock)
        : DelegatingHandler(new LinkedCalls(clock, new SocketsHttpHandler { UseProxy = false }))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(Redirected(request), cancellationToken);

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.Send(Redirected(request), cancellationToken);

        private HttpRequestMessage Redirected(HttpRequestMessage request)
        {
            var meant = request.RequestUri!;
            if (!meant.Host.EndsWith(".vault.azure.net", StringComparison.OrdinalIgnoreCase))
                throw new HttpRequestException($"{meant.Host} is not a vault: the local vault's client was pointed at another host.");

            // The vault builds secret ids from the host that the client addresses.
            request.Headers.Host = meant.Host;
            request.RequestUri = new Uri(local, meant.PathAndQuery);
            return request;
        }
    }
}
