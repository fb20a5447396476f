using System.Net.Http.Json;
using System.Text.Json;
using ChatPay.Local.Control;

namespace ChatPay.Local.Commands;

/// <summary>A request of the <c>clock</c> command to the clock of a running platform; without a member set, it reads the time.</summary>
/// <param name="By">How far to advance.</param>
/// <param name="To">The instant to advance to (UTC).</param>
/// <param name="Next">Advances to the next timer.</param>
internal sealed record ClockRequest(TimeSpan? By = null, DateTimeOffset? To = null, bool Next = false);

/// <summary>Reads or moves the clock of a platform that runs in another process.</summary>
internal static class ClockCommand
{
    /// <exception cref="PlatformException">No platform answers, or its clock cannot be moved.</exception>
    public static async Task<int> RunAsync(ClockRequest request, Uri control)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = control, Timeout = Timeout.InfiniteTimeSpan };
        var before = await AskAsync(http, HttpMethod.Get, "clock", null);
        var after = request switch
        {
            { By: { } by } => await AskAsync(http, HttpMethod.Post, "clock/advance", new { by = by.ToString("c") }),
            { To: { } to } => await AskAsync(http, HttpMethod.Post, "clock/advance", new { to = to.ToString("O") }),
            { Next: true } => await AskAsync(http, HttpMethod.Post, "clock/next", new { }),
            _ => before,
        };

        // Scripts read the time as the first word.
        var moved = after == before ? "" : $"  {after.Now - before.Now:d\\.hh\\:mm\\:ss} later";
        var next = after.NextDue is { } due ? $"  next timer {due:yyyy-MM-ddTHH:mm:ss}Z" : "  no timer is set";
        Console.WriteLine($"{after.Now:yyyy-MM-ddTHH:mm:ss.fff}Z{moved}{next}");
        return 0;
    }

    private static async Task<ClockReading> AskAsync(HttpClient http, HttpMethod method, string path, object? body)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await http.SendAsync(request);
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync<ClockReading>(JsonSerializerOptions.Web))!;
            throw new PlatformException((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or NotSupportedException)
        {
            throw new PlatformException($"No platform answers at {http.BaseAddress}: start one, or say which with --data or --port.", e);
        }
    }
}
