using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>An operator puts one dead letter back into its queue. A repeat answers 404.</summary>
public sealed class ResubmitDeadLetter(DeadLetters deadLetters)
{
    /// <param name="Resubmitted">The id that the message had.</param>
    public sealed record Result(string Resubmitted);

    [Function(nameof(ResubmitDeadLetter))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "post", Route = "api/v1/ops/dead-letters/{queue}/messages/{messageId}/resubmission")]
            HttpRequest http,
        string queue, string messageId, CancellationToken cancellationToken) =>
        !Queues.All.Contains(queue) ? throw Problems.NotFound($"queue (there are {string.Join(", ", Queues.All)})")
        : await deadLetters.ResubmitAsync(queue, messageId, cancellationToken) ? Answers.Ok(new Result(messageId))
        : throw Problems.NotFound("dead letter");
}
