using ChatPay.Functions.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Orders.ShipTo;

/// <summary>Each night: addresses that nothing has to be shipped to any more are forgotten.</summary>
public sealed class PurgeAddresses(DueDays days, OrderStore orders, ShipToAddresses addresses, TimeProvider time, ILogger<PurgeAddresses> log)
{
    [Function(nameof(PurgeAddresses))]
    public async Task RunAsync([TimerTrigger("%AddressPurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await foreach (var (day, orderId) in days.ListAsync(ShipToAddresses.Purge, cancellationToken))
        {
            try
            {
                if (await orders.FindAsync(orderId, cancellationToken) is { Order: var order })
                    await addresses.PurgeAsync(order, time.GetUtcNow(), cancellationToken);
                await days.RemoveAsync(ShipToAddresses.Purge, day, orderId, cancellationToken);
            }
#pragma warning disable CA1031 // One order's trouble must not keep the others' addresses; it is there tomorrow.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "The address of order {OrderId} was not looked at.", orderId);
            }
        }
    }
}
