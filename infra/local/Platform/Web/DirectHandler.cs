using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Local.Web;

/// <summary>Hands a client's requests to a server of this process without a socket between them: the same request line, headers and body
/// come, and the same answer goes back.</summary>
/// <param name="handle">What the server does with a request.</param>
/// <param name="hasStopped">Whether it serves no more; then it is as if nobody listened.</param>
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
        // As over a socket, nothing that flows with the caller is seen by the server.
        Task served;
        using (ExecutionContext.SuppressFlow())
            served = Task.Run(() => ServeAsync(context), CancellationToken.None);
        await served.WaitAsync(cancellationToken);
        return Answer(request, context.Response, answered.ToArray());
    }

    /// <summary>What fails in a server is its own: the client sees a 500.</summary>
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
