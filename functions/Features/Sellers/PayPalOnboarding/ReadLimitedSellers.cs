using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.PayPalOnboarding;

/// <summary>Each night: reads again the sellers whose account at PayPal could not receive money, and no others. PayPal's event that
/// it can again may be lost, and nothing else would tell.</summary>
public sealed class ReadLimitedSellers(DueDays days, SellerStore sellers, ReadSellerAtPayPal read)
{
    [Function(nameof(ReadLimitedSellers))]
    public Task RunAsync([TimerTrigger("%IdentitySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        days.EachAsync(ReadSellerAtPayPal.Limited, LookAsync, cancellationToken);

    // While it still cannot, the reading schedules the next one.
    private async Task LookAsync(string sellerId, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { Closed: null } seller)
            return;
        if (seller.IsLimitedAtPayPal())
            await read.OfMerchantAsync(seller.PayPalMerchantId, cancellationToken);
        foreach (var left in seller.LimitedReceivers ?? [])
            await read.OfMerchantAsync(left.PayPalMerchantId, cancellationToken);
    }
}
