using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>One dead letter with its body: ids and amounts for all queues but that of the chats, whose messages are people's words
/// and are not shown.</summary>
public sealed class ShowDeadLetter(DeadLetters deadLetters)
{
    [Function(nameof(ShowDeadLetter))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/dead-letters/{queue}/messages/{messageId}")]
            HttpRequest http,
        string queue, string messageId, CancellationToken cancellationToken) =>
        !Queues.All.Contains(queue) ? throw Problems.NotFound($"queue (there are {string.Join(", ", Queues.All)})")
        : await deadLetters.ReadAsync(queue, messageId, cancellationToken) is { } found ? Answers.Ok(found)
        : throw Problems.NotFound("dead letter");
}
