using System.Net;

namespace ChatPay.Local.Clock;

/// <summary>
/// Links the two ends of HTTP calls between parts of the platform, so that the clock knows a call that is on its way from one
/// that waits for the clock at its other end. A call to elsewhere is on its way until it is answered. Must be the innermost
/// handler: one call is one attempt.
/// </summary>
public sealed class LinkedCalls(LocalClock clock) : DelegatingHandler
{
    /// <summary>The number of a call. <see cref="Web.LoopbackServer"/> takes it off; nobody else sees it.</summary>
    public const string Header = "x-local-call";

    public LinkedCalls(LocalClock clock, HttpMessageHandler inner)
        : this(clock) => InnerHandler = inner;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var call = clock.Work.Call();
        if (call is null)
            return await base.SendAsync(request, cancellationToken);

        request.Headers.Remove(Header);
        if (request.RequestUri is { IsLoopback: true })
            request.Headers.Add(Header, call.Id);
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            // The call is over when its answer is here. A length of zero is an answer that has none.
            if (response.StatusCode is not HttpStatusCode.SwitchingProtocols)
                await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
