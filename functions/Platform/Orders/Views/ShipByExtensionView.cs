using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>A request for more time to ship, as buyer and seller see it.</summary>
/// <param name="Until">The new deadline, UTC.</param>
/// <param name="Status">See <see cref="ExtensionState"/>.</param>
/// <param name="AskedAt">UTC.</param>
/// <param name="Reason">Why, for the buyer.</param>
public sealed record ShipByExtensionView(DateTimeOffset Until, ExtensionState Status, DateTimeOffset AskedAt, string? Reason)
{
    internal static ShipByExtensionView? Of(ShipByExtension? asked) =>
        asked is null ? null : new(asked.Until, asked.State, asked.AskedAt, asked.Reason);
}
