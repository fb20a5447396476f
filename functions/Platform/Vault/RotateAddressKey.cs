using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Each month: creates a new key for buyers' addresses. Older versions stay in the vault for what they have encrypted,
/// which is purged within 90 days.</summary>
public sealed class RotateAddressKey(AddressKeys keys)
{
    [Function(nameof(RotateAddressKey))]
    public Task RunAsync([TimerTrigger("%AddressKeySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        keys.RotateAsync(cancellationToken);
}
