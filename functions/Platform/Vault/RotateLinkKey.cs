using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Each month: creates a new key for links. Older versions stay in the vault for links in use; disabling one there ends
/// its links within the hour.</summary>
public sealed class RotateLinkKey(LinkKeys keys)
{
    [Function(nameof(RotateLinkKey))]
    public Task RunAsync([TimerTrigger("%LinkKeySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        keys.RotateAsync(cancellationToken);
}
