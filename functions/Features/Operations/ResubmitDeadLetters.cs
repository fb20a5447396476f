using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>An operator puts a queue's dead letters back, at most a hundred at once. Their consumers are idempotent.</summary>
public sealed class ResubmitDeadLetters(DeadLetters deadLetters)
{
    private const int Most = 100;

    /// <param name="Resubmitted">How many messages are back in the queue.</param>
    public sealed record Result(int Resubmitted);

    [Function(nameof(ResubmitDeadLetters))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/ops/dead-letters/{queue}/resubmission")] HttpRequest http,
        string queue, CancellationToken cancellationToken) =>
        Queues.All.Contains(queue)
            ? Answers.Ok(new Result(await deadLetters.ResubmitAsync(queue, Most, cancellationToken)))
            : throw Problems.NotFound($"queue (there are {string.Join(", ", Queues.All)})");
}
