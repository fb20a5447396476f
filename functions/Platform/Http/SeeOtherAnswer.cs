using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>303: redirects the browser with a GET.</summary>
internal sealed class SeeOtherAnswer(Uri address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address.AbsoluteUri;
        return Task.CompletedTask;
    }
}
