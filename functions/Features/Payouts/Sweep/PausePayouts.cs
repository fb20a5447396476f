using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>An operator pauses all payouts, or resumes them. A repeat changes nothing.</summary>
public sealed class PausePayouts(PayoutsPauseStore pauses, TimeProvider time)
{
    private const int MaxReasonLength = 500;

    [Function(nameof(PausePayouts))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/ops/payouts-pause")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<PayoutsPauseRequest>(request, cancellationToken);
        var reason = body.Paused ? Texts.Require(body.Reason, "reason", MaxReasonLength) : null;
        var (pause, version) = await pauses.ChangeAsync(
            (before, read) =>
            {
                if (read is { } tag)
                    EntityTags.RequireMatch(request, tag);
                return before.Change(reason, time.GetUtcNow());
            },
            cancellationToken);
        return Answers.Ok(pause, version);
    }
}

/// <summary>Whether payouts are paused, for an operator.</summary>
public sealed class GetPayoutsPause(PayoutsPauseStore pauses)
{
    [Function(nameof(GetPayoutsPause))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/payouts-pause")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (pause, version) = await pauses.GetAsync(cancellationToken);
        return Answers.Ok(pause, version);
    }
}

/// <summary>The body.</summary>
/// <param name="Paused">Whether to pause payouts.</param>
/// <param name="Reason">Why; required to pause.</param>
public sealed record PayoutsPauseRequest(bool Paused, string? Reason = null);
