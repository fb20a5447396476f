using System.Globalization;
using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Control;

/// <summary>
/// The platform's own HTTP API, never part of the app: <c>GET /clock</c>; <c>POST /clock/advance {"by":"3d"}</c> or
/// <c>{"to":"2026-03-04T09:00:00Z"}</c> moves the clock timer by timer; <c>POST /clock/next</c> moves it to the next timer; <c>POST
/// /clock/rest</c> waits until the platform is idle. Each answers <c>{"now":…,"nextDue":…}</c>, or <c>{"error":…}</c> when it fails.
/// </summary>
internal static class ControlApi
{
    private const string SayHowFar =
        "Say by how much, {\"by\":\"3d\"} (also 12h, 90m, 1d12h, 3.00:00:00), or to which instant, {\"to\":\"2026-03-04T09:00:00Z\"}.";

    /// <param name="port">The port on 127.0.0.1; 0 takes a free one.</param>
    /// <param name="clock">The clock to read and move.</param>
    /// <param name="bus">The broker for <see cref="BusApi"/>; returns null until it is open.</param>
    /// <param name="more">Handles requests to any other path, and returns whether it did; null when nothing does.</param>
    public static async Task<LoopbackServer> StartAsync(
        int port, LocalClock clock, Func<ServiceBusBroker?> bus, Func<HttpContext, Task<bool>>? more = null)
    {
        // Not tracked as work: the clock would wait for the request that moves it.
        return await LoopbackServer.StartUntrackedAsync("platform control", port, AnswerAsync);

        async Task AnswerAsync(HttpContext http)
        {
            if (!LoopbackServer.IsFromThisMachine(http.Request))
                await RefuseAsync(http, StatusCodes.Status403Forbidden, "Only pages of this machine may move this clock.");
            else if (http.Request.Path.StartsWithSegments(BusApi.Root) && bus() is { } broker)
                await BusApi.HandleAsync(http, broker);
            else if (more is null || !await more(http))
                await HandleAsync(http, clock);
        }
    }

    private static Task HandleAsync(HttpContext http, LocalClock clock) =>
        (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET", "/clock") => AnswerAsync(http, clock),
            ("POST", "/clock/advance") => AdvanceAsync(http, clock),
            ("POST", "/clock/next") => MoveAsync(http, () => clock.AdvanceToNextTimerAsync(http.RequestAborted), clock),
            ("POST", "/clock/rest") => MoveAsync(http, () => clock.DrainAsync(http.RequestAborted), clock),
            _ => RefuseAsync(
                http,
                StatusCodes.Status404NotFound,
                "There are GET /clock, POST /clock/advance, /clock/next and /clock/rest, and GET /bus."),
        };

    private static async Task AdvanceAsync(HttpContext http, LocalClock clock)
    {
        var (by, to) = await ReadAsync(http);
        if (by is { } span)
            await MoveAsync(http, () => clock.AdvanceAsync(span, http.RequestAborted), clock);
        else if (to is { } time)
            await MoveAsync(http, () => clock.AdvanceToAsync(time, http.RequestAborted), clock);
        else
            await RefuseAsync(http, StatusCodes.Status400BadRequest, SayHowFar);
    }

    private static async Task MoveAsync(HttpContext http, Func<Task> move, LocalClock clock)
    {
        try
        {
            await move();
            await AnswerAsync(http, clock);
        }
        catch (InvalidOperationException e)
        {
            // Something does not become idle; the message names it.
            await RefuseAsync(http, StatusCodes.Status409Conflict, e.Message);
        }
        catch (ArgumentOutOfRangeException)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The clock stands at {clock}, and never goes back.");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; the clock keeps the time it reached.
        }
    }

    private static Task AnswerAsync(HttpContext http, LocalClock clock) =>
        http.Response.WriteAsJsonAsync(new ClockReading(clock.GetUtcNow(), clock.NextDue));

    private static Task RefuseAsync(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error });
    }

    private static async Task<(TimeSpan? By, DateTimeOffset? To)> ReadAsync(HttpContext http)
    {
        try
        {
            var body = await http.Request.ReadFromJsonAsync<JsonElement>();
            if (body.TryGetProperty("by", out var by))
                return (Duration.TryParse(by.GetString(), out var span) ? span : null, null);
            return body.TryGetProperty("to", out var to) && TryParse(to.GetString(), out var time) ? (null, time) : (null, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    /// <summary>ISO 8601; UTC unless it says otherwise.</summary>
    internal static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

/// <summary>A reading of the clock.</summary>
/// <param name="Now">The platform's time, UTC.</param>
/// <param name="NextDue">When the next timer is due; null when none is set.</param>
internal sealed record ClockReading(DateTimeOffset Now, DateTimeOffset? NextDue);
