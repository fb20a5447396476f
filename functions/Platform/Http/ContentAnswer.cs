using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A response with text, or with nothing. The worker serialises a function's result and sends it to the host as well, so
/// responses have no public members: what is for the caller goes to the caller alone.</summary>
internal sealed class ContentAnswer(int status, string text = "", string? contentType = null) : IResult
{
    private readonly byte[] _content = Encoding.UTF8.GetBytes(text);

    internal int Status => status;

    internal string? ContentType => contentType;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (contentType is null)
            return;
        httpContext.Response.ContentType = contentType;
        httpContext.Response.ContentLength = _content.Length;
        await httpContext.Response.Body.WriteAsync(_content, httpContext.RequestAborted);
    }
}
