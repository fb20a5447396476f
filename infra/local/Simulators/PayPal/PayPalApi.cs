using System.Text;
using ChatPay.Local.Clock;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>Handles requests to the REST API: token check, faults, the operation, the response.</summary>
internal sealed class PayPalApi(
    PayPalBooks books, Faults faults, Outcomes outcomes, LocalClock clock, Action<PayPalExchange>? watch, CancellationToken stopping)
{
    private readonly IReadOnlyList<PayPalRoute> _routes = PayPalRoutes.For(outcomes);
    private long _debugIds;

    /// <returns>Whether the path belongs to the API.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var segments = http.Request.Path.Value!.Trim('/').Split('/');
        foreach (var route in _routes.Where(r => HttpMethods.Equals(r.Method, http.Request.Method)))
        {
            if (route.Match(segments) is not { } ids)
                continue;
            await AnswerAsync(http, route, ids);
            return true;
        }

        return false;
    }

    private async Task AnswerAsync(HttpContext http, PayPalRoute route, IReadOnlyList<string> ids)
    {
        var debugId = Interlocked.Increment(ref _debugIds).ToString("x13", System.Globalization.CultureInfo.InvariantCulture);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var call = new ApiCall(route.Operation, http, ids, body.ToArray());

        var fault = faults.Take(route.Operation);
        if (fault is Fault.TimeOutBefore)
        {
            await Faults.HoldAsync(http, clock, stopping);
            return;
        }

        var answer = Fails(fault)?.ToAnswer(debugId) ?? await RunAsync(route, call, debugId);
        watch?.Invoke(new PayPalExchange(
            http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.ContentType ?? "",
            Encoding.UTF8.GetString(call.RawBody), answer.Status, answer.Body?.ToJsonString() ?? ""));
        if (fault is Fault.TimeOutAfterSuccess)
            await Faults.HoldAsync(http, clock, stopping);
        else
            await WriteAsync(http, answer, debugId, cut: fault is Fault.MalformedBody);
    }

    private async Task<ApiAnswer> RunAsync(PayPalRoute route, ApiCall call, string debugId)
    {
        try
        {
            return await books.ChangeAsync(transaction =>
            {
                if (route.Operation != "token")
                    Tokens.Demand(transaction, call.Http.Request);
                return route.Run(transaction, call);
            });
        }
        catch (PayPalRefusal refusal)
        {
            return refusal.ToAnswer(debugId);
        }
    }

    private static PayPalRefusal? Fails(Fault? fault) => fault switch
    {
        Fault.Error500 => new PayPalRefusal(500, "INTERNAL_SERVER_ERROR", "An internal server error occurred."),
        Fault.Error503 => new PayPalRefusal(503, "SERVICE_UNAVAILABLE", "Service Unavailable."),
        Fault.TooManyRequests => new PayPalRefusal(429, "RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
        Fault.InProgress => PayPalRefusal.InProgress(),
        Fault.Unauthenticated => PayPalRefusal.Unauthenticated(),
        _ => null,
    };

    private static async Task WriteAsync(HttpContext http, ApiAnswer answer, string debugId, bool cut)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["Paypal-Debug-Id"] = debugId;
        if (answer.Status == 429)
            http.Response.Headers.RetryAfter = "1";
        if (answer.Body is null)
            return;

        http.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(answer.Body.ToJsonString());
        await http.Response.Body.WriteAsync(cut ? bytes.AsMemory(0, bytes.Length / 2) : bytes, http.RequestAborted);
    }
}
