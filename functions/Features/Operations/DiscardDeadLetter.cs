using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>An operator discards a message that will never be processed. The audit trail records who did it. A repeat answers
/// 404.</summary>
public sealed class DiscardDeadLetter(DeadLetters deadLetters)
{
    private const int MaxIdLength = 128;

    /// <param name="MessageId">The message id from the list.</param>
    public sealed record Request(string MessageId);

    /// <param name="Discarded">The id of the message.</param>
    public sealed record Result(string Discarded);

    [Function(nameof(DiscardDeadLetter))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/ops/dead-letters/{queue}/disposal")] HttpRequest http,
        string queue, CancellationToken cancellationToken)
    {
        if (!Queues.All.Contains(queue))
            throw Problems.NotFound($"queue (there are {string.Join(", ", Queues.All)})");
        var id = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).MessageId, "messageId", MaxIdLength);
        return await deadLetters.DiscardAsync(queue, id, cancellationToken)
            ? Answers.Ok(new Result(id))
            : throw Problems.NotFound("dead letter");
    }
}
