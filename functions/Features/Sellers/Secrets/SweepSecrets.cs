using ChatPay.Functions.Platform.Sellers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Sellers.Secrets;

/// <summary>Every six hours: erases from the vault the secrets that no seller's row references because a change was interrupted,
/// and completes interrupted erasures. It reads what is pending, and no other sellers.</summary>
public sealed class SweepSecrets(PendingSecrets pending, SellerSecrets secrets, TimeProvider time, ILogger<SweepSecrets> log)
{
    // Longer than any call may take (the host's functionTimeout, 30 minutes by default): the call that began it has ended.
    private static readonly TimeSpan SafeAge = TimeSpan.FromHours(1);

    [Function(nameof(SweepSecrets))]
    public async Task RunAsync([TimerTrigger("%SecretSweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var hint in await pending.BeforeAsync(time.GetUtcNow() - SafeAge, cancellationToken))
        {
            try
            {
                await secrets.SettleAsync(hint, cancellationToken);
            }
#pragma warning disable CA1031 // One failure must not affect the others.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "The secret {Reference} of {SellerId} is still pending; it is tried again.", hint.Reference, hint.SellerId);
            }
        }
    }
}
