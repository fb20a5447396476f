using System.Net.Http.Json;
using System.Text.Json;
using ChatPay.Local.Control;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Commands;

/// <summary>A request of the <c>bus</c> command to the queues of a running platform.</summary>
/// <param name="DeadLettersOf">The queue or subscription whose dead letters to show; null shows the message counts of all queues.</param>
/// <param name="Resubmit">Resubmits instead of showing: a sequence number, or <c>all</c>.</param>
internal sealed record BusRequest(string? DeadLettersOf = null, string? Resubmit = null)
{
    private const string SayWhat = "Say what: bus, bus dead-letters QUEUE, bus resubmit QUEUE 7, or bus resubmit QUEUE all.";

    /// <summary>Parses the arguments after <c>bus</c>; <paramref name="i"/> ends at the last one consumed.</summary>
    /// <exception cref="PlatformException">An argument is missing.</exception>
    public static BusRequest Parse(IReadOnlyList<string> args, ref int i)
    {
        var next = i + 1 < args.Count && !args[i + 1].StartsWith('-') ? args[i + 1] : null;
        switch (next)
        {
            case null:
                return new BusRequest();
            case "dead-letters" when i + 2 < args.Count && !args[i + 2].StartsWith('-'):
                i += 2;
                return new BusRequest(args[i]);
            case "resubmit"
                when i + 3 < args.Count && !args[i + 2].StartsWith('-') && (args[i + 3] == "all" || long.TryParse(args[i + 3], out _)):
                i += 3;
                return new BusRequest(args[i - 1], args[i]);
            default:
                throw new PlatformException(SayWhat);
        }
    }
}

/// <summary>Shows the queues of a platform that runs in another process, and resubmits dead letters.</summary>
internal static class BusCommand
{
    /// <exception cref="PlatformException">No platform answers, or it has no such queue or dead letter.</exception>
    public static async Task<int> RunAsync(BusRequest request, Uri control)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = control };
        try
        {
            await (request switch
            {
                { DeadLettersOf: { } of, Resubmit: { } which } => ResubmitAsync(http, of, which),
                { DeadLettersOf: { } of } => ShowAsync(http, of),
                _ => CountAsync(http),
            });
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or NotSupportedException)
        {
            throw new PlatformException($"No platform answers at {control}: start one, or say which with --data or --port.", e);
        }
    }

    private static async Task CountAsync(HttpClient http)
    {
        Console.WriteLine($"{"",-40}{"active",10}{"locked",10}{"scheduled",10}{"deferred",10}{"dead",10}");
        foreach (var queue in await AskAsync<List<QueueStatus>>(http, HttpMethod.Get, "bus", null))
            Console.WriteLine(
                $"{queue.Name,-40}{queue.Active,10}{queue.Locked,10}{queue.Scheduled,10}{queue.Deferred,10}{queue.DeadLettered,10}");
    }

    private static async Task ShowAsync(HttpClient http, string of)
    {
        var from = 0L;
        while (await AskAsync<List<DeadLetter>>(http, HttpMethod.Get, $"bus/dead-letters?of={Uri.EscapeDataString(of)}&from={from}", null)
                is { Count: > 0 } page)
        {
            foreach (var dead in page)
            {
                Console.WriteLine(
                    $"{dead.SequenceNumber}  {dead.EnqueuedTime:yyyy-MM-ddTHH:mm:ss}Z  {dead.DeliveryCount} deliveries  {dead.Reason}: "
                        + $"{dead.Description}");
                Console.WriteLine($"    {dead.MessageId}  {dead.Body}");
            }

            from = page[^1].SequenceNumber + 1;
        }
    }

    private static async Task ResubmitAsync(HttpClient http, string of, string which)
    {
        var asked = which == "all"
            ? new BusApi.Resubmission(of, All: true)
            : new BusApi.Resubmission(of, [long.Parse(which, System.Globalization.CultureInfo.InvariantCulture)]);
        var done = await AskAsync<BusApi.Resubmitted>(http, HttpMethod.Post, "bus/resubmit", asked);
        Console.WriteLine($"{done.Count} put back into {of}.");
    }

    private static async Task<T> AskAsync<T>(HttpClient http, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web))!
            : throw new PlatformException((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!);
    }
}
