using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>What could not be processed, of all queues or of one; the oldest first.</summary>
public sealed class ListDeadLetters(DeadLetters deadLetters)
{
    [Function(nameof(ListDeadLetters))]
    [Requires(Role.Operator)]
    [Query(PagedAttribute.Limit, "At most so many, from 1 to 100; 50 when left out.")]
    [Query("queue", "Only those of this queue.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/dead-letters")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(http);
        var named = http.Query["queue"].ToString();
        if (named.Length > 0 && !Queues.All.Contains(named))
            throw Problems.Malformed("queue-unknown", $"The queues are {string.Join(", ", Queues.All)}.", "queue");

        var found = new List<DeadLetters.View>();
        foreach (var queue in Queues.All.Where(q => named.Length == 0 || q == named))
            found.AddRange(await deadLetters.PeekAsync(queue, limit, cancellationToken));
        return Answers.Ok(new Page<DeadLetters.View>([.. found.OrderBy(d => d.EnqueuedAt).Take(limit)], Next: null));
    }
}
