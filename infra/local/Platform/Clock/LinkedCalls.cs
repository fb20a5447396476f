using System.Net;

namespace ChatPay.Local.Clock;

/// <summary>
/// Links the two ends of HTTP calls between parts of the platform, so that the clock can tell a call in transit from one whose other
/// end waits for the clock. A call to any other server is in transit until it is answered. Must be the innermost handler: one call is
/// one attempt.
/// </summary>
public sealed class LinkedCalls(LocalClock clock) : DelegatingHandler
{
    /// <summary>The header with the id of a call. <see cref="Web.LoopbackServer"/> removes it, so handlers never see it.</summary>
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
            // The call ends when its response has been read. A content length of zero means that there is nothing to read.
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
