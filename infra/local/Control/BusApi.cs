using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Control;

/// <summary>
/// The queues over HTTP, next to the clock of <see cref="ControlApi"/>: <c>GET /bus</c> counts the messages of each queue; <c>GET
/// /bus/dead-letters?of=outbox-triggers</c> lists dead letters with reason and body, at most a thousand, starting at sequence number
/// <c>from</c>; <c>POST /bus/resubmit {"of":"outbox-triggers","sequenceNumbers":[7]}</c>, or <c>"all":true</c>, sends them again as
/// new messages. A subscription is called <c>topic/Subscriptions/name</c>.
/// </summary>
internal static class BusApi
{
    public const string Root = "/bus";

    private const int Page = 1000;

    public static async Task HandleAsync(HttpContext http, ServiceBusBroker bus)
    {
        try
        {
            await (
                (http.Request.Method, http.Request.Path.Value) switch
                {
                    ("GET", Root) => http.Response.WriteAsJsonAsync(bus.Queues),
                    ("GET", Root + "/dead-letters") when $"{http.Request.Query["of"]}" is not { Length: > 0 } => RefuseAsync(
                        http,
                        StatusCodes.Status400BadRequest,
                        "Say of which queue: GET /bus/dead-letters?of=outbox-triggers."),
                    ("GET", Root + "/dead-letters") => http.Response.WriteAsJsonAsync(
                        bus.Peek(
                                $"{http.Request.Query["of"]}",
                                deadLetters: true,
                                Page,
                                long.TryParse(http.Request.Query["from"], out var from) ? from : 0)
                            .Select(DeadLetter.Of)),
                    ("POST", Root + "/resubmit") => ResubmitAsync(http, bus),
                    _ => RefuseAsync(
                        http,
                        StatusCodes.Status404NotFound,
                        "There are GET /bus, GET /bus/dead-letters?of=QUEUE and POST /bus/resubmit."),
                });
        }
        catch (PlatformException e)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, e.Message);
        }
        catch (ServiceBusException e)
        {
            await RefuseAsync(http, StatusCodes.Status409Conflict, e.Message);
        }
    }

    private static async Task ResubmitAsync(HttpContext http, ServiceBusBroker bus)
    {
        if (await ReadAsync(http) is not { Of: { } of } request
            || (request.All is not true && request.SequenceNumbers is not { Count: > 0 }))
        {
            await RefuseAsync(
                http,
                StatusCodes.Status400BadRequest,
                "Say what: {\"of\":\"outbox-triggers\",\"sequenceNumbers\":[7]} or {\"of\":\"outbox-triggers\",\"all\":true}.");
            return;
        }

        var numbers = request.All is true ? All(bus, of) : request.SequenceNumbers!;
        await bus.ResubmitAsync(of, numbers);
        await http.Response.WriteAsJsonAsync(new Resubmitted(numbers.Count));
    }

    private static List<long> All(ServiceBusBroker bus, string of)
    {
        List<long> numbers = [];
        while (bus.Peek(of, deadLetters: true, Page, numbers.Count == 0 ? 0 : numbers[^1] + 1) is { Count: > 0 } page)
            numbers.AddRange(page.Select(m => m.SequenceNumber));
        return numbers;
    }

    private static async Task<Resubmission?> ReadAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFromJsonAsync<Resubmission>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error });
    }

    /// <summary>The dead letters to resubmit.</summary>
    /// <param name="Of">The queue or subscription.</param>
    /// <param name="SequenceNumbers">Their sequence numbers.</param>
    /// <param name="All">Resubmits all of them.</param>
    internal sealed record Resubmission(string? Of, IReadOnlyList<long>? SequenceNumbers = null, bool? All = null);

    /// <summary>How many dead letters were resubmitted.</summary>
    internal sealed record Resubmitted(int Count);
}
