using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local;

/// <summary>
/// The platform's own HTTP API, never part of the app: <c>GET /clock</c>; <c>POST /clock/advance {"by":"72:00:00"}</c> moves the
/// clock event by event; <c>POST /clock/next</c> moves it to the next timer; <c>POST /clock/rest</c> waits until nothing is being
/// worked on. Each answers <c>{"now":…,"nextDue":…}</c>.
/// </summary>
internal static class ControlApi
{
    public static async Task<LoopbackServer> StartAsync(int port, LocalClock clock)
    {
        // Not tracked as work: the clock would wait for the request that moves it.
        return await LoopbackServer.StartUntrackedAsync("platform control", port, http => HandleAsync(http, clock));
    }

    private static async Task HandleAsync(HttpContext http, LocalClock clock)
    {
        switch (http.Request.Method, http.Request.Path.Value)
        {
            case ("GET", "/clock"):
                break;
            case ("POST", "/clock/advance"):
                if (await ReadByAsync(http) is not { } by)
                {
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    await http.Response.WriteAsJsonAsync(new { error = "Say by how much, as a positive time span: {\"by\":\"3.00:00:00\"} is three days." });
                    return;
                }

                await MoveAsync(http, () => clock.AdvanceAsync(by, http.RequestAborted), clock);
                return;
            case ("POST", "/clock/next"):
                await MoveAsync(http, () => clock.AdvanceToNextTimerAsync(http.RequestAborted), clock);
                return;
            case ("POST", "/clock/rest"):
                await MoveAsync(http, () => clock.DrainAsync(http.RequestAborted), clock);
                return;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }

        await AnswerAsync(http, clock);
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
            // Something does not come to rest; the message names it.
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            await http.Response.WriteAsJsonAsync(new { error = e.Message });
        }
    }

    private static Task AnswerAsync(HttpContext http, LocalClock clock) =>
        http.Response.WriteAsJsonAsync(new { now = clock.GetUtcNow(), nextDue = clock.NextDue });

    private static async Task<TimeSpan?> ReadByAsync(HttpContext http)
    {
        try
        {
            var body = await http.Request.ReadFromJsonAsync<JsonElement>();
            return body.TryGetProperty("by", out var by) && TimeSpan.TryParse(by.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
                ? span
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
