using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>
/// The host's admin API, which needs the master key: <c>GET /admin/functions</c>, <c>GET /admin/functions/{name}</c>,
/// <c>GET /admin/host/status</c>, and <c>POST /admin/functions/{name}</c> with <c>{"input":"…"}</c>, which runs a function without an
/// HTTP trigger and answers 202 without awaiting it. <c>GET /admin/host/ping</c> needs no key.
/// </summary>
internal sealed class AdminCalls(
    FunctionCatalog catalog,
    FunctionKeys keys,
    HostJson hostJson,
    IReadOnlyDictionary<string, Action<string?>> byHand,
    TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/').ToLowerInvariant().Split('/');
        if (path is ["admin", "host", "ping"])
            return;
        if (!keys.OpensAdministration(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await ((http.Request.Method, path) switch
        {
            ("GET", ["admin", "host", "status"]) => http.Response.WriteAsJsonAsync(Status()),
            ("GET", ["admin", "functions"]) => http.Response.WriteAsJsonAsync(catalog.All.Select(f => Describe(f, http.Request))),
            ("GET", ["admin", "functions", var name]) => DescribeAsync(http, name),
            ("POST", ["admin", "functions", var name]) => RunAsync(http, name),
            _ => Answer(http, StatusCodes.Status404NotFound),
        });
    }

    private Task DescribeAsync(HttpContext http, string name) =>
        catalog.Find(name) is { } function
            ? http.Response.WriteAsJsonAsync(Describe(function, http.Request))
            : Answer(http, StatusCodes.Status404NotFound);

    private async Task RunAsync(HttpContext http, string name)
    {
        http.Response.StatusCode = catalog.Find(name) is not { } function ? StatusCodes.Status404NotFound
            : await InputAsync(http.Request) is not (true, var input) ? StatusCodes.Status400BadRequest
            : byHand.TryGetValue(function.Name, out var run) && Ran(run, input) ? StatusCodes.Status202Accepted
            : StatusCodes.Status400BadRequest;
    }

    private static bool Ran(Action<string?> run, string? input)
    {
        run(input);
        return true;
    }

    private static Task Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private object Status() => new
    {
        id = "chatpay-local",
        state = "Running",
        version = "4.0.0-local",
        processUptime = (long)(time.GetUtcNow() - _started).TotalMilliseconds,
    };

    // As in the official host, without the links to files on disk, which do not exist here.
    private object Describe(LocalFunction function, HttpRequest request)
    {
        var root = $"{request.Scheme}://{request.Host}";
        return new
        {
            name = function.Name,
            href = $"{root}/admin/functions/{function.Name}",
            invoke_url_template = function.Trigger is HttpTriggerAttribute trigger
                ? $"{root}/{string.Join('/', new[] { hostJson.RoutePrefix, trigger.Route ?? function.Name }.Where(p => p.Length > 0))}"
                : null,
            language = "dotnet-isolated",
            isDisabled = false,
            config = new
            {
                name = function.Name,
                entryPoint = function.Reported.EntryPoint,
                bindings = function.Reported.Bindings,
            },
        };
    }

    private static async Task<(bool Read, string? Input)> InputAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                return (false, null);
            return body.RootElement.TryGetProperty("input", out var input) && input.ValueKind != JsonValueKind.Null
                ? (true, input.ValueKind == JsonValueKind.String ? input.GetString() : input.GetRawText())
                : (true, null);
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }
}
