using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Local.Web;

/// <summary>Passes a client's requests to a server in this process without a socket: with the same request line, headers and body,
/// and the same response.</summary>
/// <param name="handle">The server's request handler.</param>
/// <param name="hasStopped">Whether the server has stopped; then requests fail as if nothing listened.</param>
internal sealed class DirectHandler(RequestDelegate handle, Func<bool> hasStopped) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (hasStopped())
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused: the server has stopped.");
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        using var answered = new MemoryStream();
        var context = Context(request, body, answered, cancellationToken);
        // As over a socket, the server does not see the caller's execution context.
        Task served;
        using (ExecutionContext.SuppressFlow())
            served = Task.Run(() => ServeAsync(context), CancellationToken.None);
        await served.WaitAsync(cancellationToken);
        return Answer(request, context.Response, answered.ToArray());
    }

    /// <summary>Turns a failure of the server into a 500 for the client.</summary>
    private async Task ServeAsync(DefaultHttpContext context)
    {
        try
        {
            await handle(context);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static DefaultHttpContext Context(HttpRequestMessage request, byte[]? body, Stream answered, CancellationToken aborted)
    {
        var address = request.RequestUri!;
        var context = new DefaultHttpContext { RequestAborted = aborted };
        var features = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        features.Protocol = "HTTP/1.1";
        features.Scheme = address.Scheme;
        features.Method = request.Method.Method;
        features.RawTarget = address.PathAndQuery;
        features.Path = Uri.UnescapeDataString(address.AbsolutePath);
        features.QueryString = address.Query;
        foreach (var (name, values) in request.Headers.NonValidated)
            context.Request.Headers[name] = new StringValues([.. values]);
        context.Request.Headers.Host = request.Headers.Host ?? address.Authority;
        if (request.Content is not null && body is not null)
        {
            foreach (var (name, values) in request.Content.Headers.NonValidated)
                context.Request.Headers[name] = new StringValues([.. values]);
            context.Request.ContentLength = body.Length;
            context.Request.Body = new MemoryStream(body, writable: false);
        }

        context.Response.Body = answered;
        return context;
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpResponse response, byte[] body)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)response.StatusCode)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(body),
        };
        foreach (var (name, values) in response.Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                answer.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return answer;
    }
}
