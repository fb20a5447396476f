using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>The scheduled sweep of released payouts. It pays first, and publishes last that it has.</summary>
public sealed class PayoutSweep(SweepPayouts sweep, CommitFollowUp followUp, INoticePublisher notices)
{
    [Function(nameof(PayoutSweep))]
    public async Task RunAsync([TimerTrigger("%PayoutSweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var after = new AfterCommit { Notices = notices, IsPostponed = true };
        try
        {
            await sweep.RunAsync(cancellationToken, after);
        }
        finally
        {
            await followUp.TellPostponedAsync(after, cancellationToken);
        }
    }
}

/// <summary>Runs the payout sweep on demand, for an operator who does not want to wait.</summary>
public sealed class RunPayoutSweep(SweepPayouts sweep, PayoutsPauseStore pauses)
{
    /// <param name="Submitted">How many payouts were submitted to PayPal.</param>
    /// <param name="Paused">Whether payouts are paused; if so, none were submitted.</param>
    public sealed record Result(int Submitted, bool Paused);

    [Function(nameof(RunPayoutSweep))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/ops/payout-sweeps")] HttpRequest request,
        CancellationToken cancellationToken
    ) => Answers.Ok(new Result(await sweep.RunAsync(cancellationToken), await pauses.IsOnAsync(cancellationToken)));
}
