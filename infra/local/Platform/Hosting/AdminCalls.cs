using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary><c>POST /admin/functions/{name}</c>: runs a timer function by hand, with the master key. The answer, 202, does not wait for it.</summary>
internal sealed class AdminCalls(FunctionCatalog catalog, FunctionKeys keys, IReadOnlyDictionary<string, TimerSchedule> timers)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (!keys.Open(http.Request, AuthorizationLevel.Admin))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var name = http.Request.Path.StartsWithSegments("/admin/functions", out var rest) ? rest.Value!.Trim('/') : "";
        http.Response.StatusCode = !HttpMethods.IsPost(http.Request.Method) || catalog.Find(name) is not { } function
            ? StatusCodes.Status404NotFound
            : await IsJsonAsync(http.Request) && timers.TryGetValue(function.Name, out var timer) && Ran(timer)
                ? StatusCodes.Status202Accepted
                : StatusCodes.Status400BadRequest;
    }

    private static bool Ran(TimerSchedule timer)
    {
        timer.RunByHand();
        return true;
    }

    // Officially the body is {"input": "..."}; a timer has no use for it.
    private static async Task<bool> IsJsonAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
