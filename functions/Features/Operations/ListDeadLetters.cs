using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>The dead letters of all queues, one queue after the other, or of one queue; the oldest of each first.</summary>
public sealed class ListDeadLetters(DeadLetters deadLetters)
{
    [Function(nameof(ListDeadLetters))]
    [Requires(Role.Operator)]
    [Paged]
    [Query("queue", "Only dead letters of this queue.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/dead-letters")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(http);
        var named = http.Query["queue"].ToString();
        if (named.Length > 0 && !Queues.All.Contains(named))
            throw Problems.Malformed("queue-unknown", $"The queues are {string.Join(", ", Queues.All)}.", "queue");

        var asked = Queues.All.Where(queue => named.Length == 0 || queue == named).ToList();
        var (first, from) = PlaceOf(http, asked);
        var found = new List<(DeadLetters.View Letter, long Number)>();
        foreach (var queue in asked.SkipWhile(queue => queue != first).TakeWhile(_ => found.Count <= limit))
            found.AddRange(await deadLetters.PeekAsync(queue, queue == first ? from : 0, limit + 1 - found.Count, cancellationToken));
        return Answers.Ok(new Page<DeadLetters.View>(
            [.. found.Take(limit).Select(f => f.Letter)], found.Count > limit ? CursorOf(found[limit]) : null));
    }

    // The next page begins at a queue and a sequence number in it.
    private static string CursorOf((DeadLetters.View Letter, long Number) next) =>
        Paging.Cursor(string.Create(CultureInfo.InvariantCulture, $"{next.Letter.Queue} {next.Number}"));

    private static (string Queue, long From) PlaceOf(HttpRequest http, IReadOnlyList<string> asked) =>
        Paging.Place(http)?.Split(' ') switch
        {
            null => (asked[0], 0),
            [var queue, var text] when asked.Contains(queue)
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var from) => (queue, from),
            _ => throw Paging.CursorInvalid(),
        };
}
