using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Reconciliation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>An operator pauses all payouts, or resumes them. A repeat changes nothing. After a restore, they resume once the nightly
/// comparison has booked what was refunded or disputed since the export.</summary>
public sealed class PausePayouts(PayoutsPauseStore pauses, ComparedReport compared, TimeProvider time)
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
        DateTimeOffset? comparedTo = body.Paused ? null : await compared.ToAsync(cancellationToken);
        var (pause, version) = await pauses.ChangeAsync(
            (before, read) =>
            {
                if (read is { } tag)
                    EntityTags.RequireMatch(request, tag);
                if (before.RestoredAt is { } restored && reason is null && !body.EvenIfNotCompared && !(comparedTo > restored))
                    throw new ProblemException(
                        409,
                        "restore-not-compared",
                        $"The tables were restored at {restored:u}, and PayPal's lists have not been compared up to then: "
                            + "what was refunded since the export is not booked yet.");
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
/// <param name="EvenIfNotCompared">Whether to resume after a restore although PayPal's lists have not been compared since: orders that
/// were refunded since the export are then paid too much.</param>
public sealed record PayoutsPauseRequest(bool Paused, string? Reason = null, bool EvenIfNotCompared = false);
