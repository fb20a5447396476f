using System.Reflection;
using ChatPay.Functions.Orchestrations;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Developer;

/// <summary>Serves the files of the developer's page: its own, and the libraries of the app's pages that it shares.</summary>
internal static class DeveloperFiles
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "frame-src http://127.0.0.1:* http://localhost:*; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Answers a request for a file.</summary>
    /// <returns>False when there is no such file.</returns>
    public static async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.TrimStart('/');
        await using var file = path switch
        {
            "" => Own("index.html"),
            _ when path.StartsWith("developer/", StringComparison.Ordinal) => Own(path["developer/".Length..]),
            _ when path.StartsWith("app/", StringComparison.Ordinal) =>
                Find(typeof(OrderLifecycle).Assembly, "pages/" + path["app/".Length..]),
            _ => null,
        };
        if (file is null)
            return false;

        http.Response.ContentType = Path.GetExtension(path) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        };
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
        return true;
    }

    private static Stream? Own(string name) => Find(typeof(DeveloperFiles).Assembly, "developer/" + name);

    private static Stream? Find(Assembly assembly, string name) =>
        assembly.GetManifestResourceStream(name) ?? assembly.GetManifestResourceStream(name.Replace('/', '\\'));
}
