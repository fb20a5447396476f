using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Each month: a new key for links. Older versions stay in the vault for the links that are out; whoever disables one there ends
/// its links within the hour.</summary>
public sealed class RotateLinkKey(LinkKeys keys)
{
    [Function(nameof(RotateLinkKey))]
    public Task RunAsync([TimerTrigger("%LinkKeySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        keys.RotateAsync(cancellationToken);
}
