using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipTo;

/// <summary>Each night: deletes addresses that are no longer needed for shipping.</summary>
public sealed class PurgeAddresses(DueDays days, OrderStore orders, ShipToAddresses addresses, TimeProvider time)
{
    [Function(nameof(PurgeAddresses))]
    public Task RunAsync([TimerTrigger("%AddressPurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        days.EachAsync(ShipToAddresses.Purge, PurgeAsync, cancellationToken);

    private async Task PurgeAsync(string orderId, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(orderId, cancellationToken) is { Order: var order })
            await addresses.PurgeAsync(order, time.GetUtcNow(), cancellationToken);
    }
}
