using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>A PayPal-Request-Id that has created a resource.</summary>
internal sealed record UsedKey(string Fingerprint, string ResourceId, DateTimeOffset At);

/// <summary>Handles PayPal-Request-Id: for a while, the same key returns the same resource in its current state.</summary>
internal static class Idempotency
{
    /// <summary>How long PayPal keeps keys of orders.</summary>
    public static readonly TimeSpan Orders = TimeSpan.FromHours(6);

    /// <summary>How long PayPal keeps keys of refunds.</summary>
    public static readonly TimeSpan Payments = TimeSpan.FromDays(45);

    /// <returns>The id of the resource that the key created; null when the key is new or has expired.</returns>
    /// <exception cref="PayPalRefusal">The key is too long, or was used with another request.</exception>
    public static string? Replay(this PayPalTransaction transaction, ApiCall call, TimeSpan kept)
    {
        if (call.RequestId is not { } key)
            return null;
        if (key.Length > 108)
            throw PayPalRefusal.Invalid("INVALID_STRING_LENGTH", "PayPal-Request-Id", key, location: null);
        if (transaction.Connection.Find<UsedKey>(Id(call, key)) is not { } used || transaction.Now >= used.At + kept)
            return null;

        // Not in the published lists of issues; PayPal's reference names it for a key reused with another body.
        return used.Fingerprint == call.Fingerprint ? used.ResourceId : throw PayPalRefusal.Unprocessable("DUPLICATE_REQUEST_ID");
    }

    public static void Remember(this PayPalTransaction transaction, ApiCall call, string resourceId)
    {
        if (call.RequestId is { } key)
            transaction.Connection.Save(Id(call, key), new UsedKey(call.Fingerprint, resourceId, transaction.Now));
    }

    private static string Id(ApiCall call, string key) => $"{call.Operation} {key}";
}
