using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Journeys.Platform;

/// <summary>Further actions of the people of a sale.</summary>
internal static class SaleSteps
{
    /// <summary>The timeline's events, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> EventsAsync(this Sale sale) =>
        [
            .. Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}/timeline"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Select(e => e.GetProperty("type").GetString()!),
        ];

    /// <summary>The seller un-marks the newest shipment.</summary>
    public static async Task UnmarkAsync(this Sale sale) => Sale.Must(await sale.TryUnmarkAsync(), 200);

    /// <summary>As <see cref="UnmarkAsync"/>, but returns whatever the API answers.</summary>
    public static async Task<SaleClient.Answer> TryUnmarkAsync(this Sale sale)
    {
        var order = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body;
        var newest = order.GetProperty("shipments").EnumerateArray().Last().GetProperty("id").GetString();
        return await sale.Seller.DeleteAsync($"orders/{sale.OrderId}/shipments/{newest}");
    }

    /// <summary>The provider's refunds of this sale.</summary>
    public static IReadOnlyList<SimulatedRefund> RefundsOf(this PayPalSimulator payPal, Sale sale)
    {
        var captures = payPal.Captures.Where(c => Checkout.OrderOfInvoice(c.InvoiceId) == sale.OrderId).Select(c => c.Id).ToHashSet();
        return [.. payPal.Refunds.Where(r => captures.Contains(r.CaptureId))];
    }

    /// <summary>Whether the provider's payout is for this sale.</summary>
    public static bool IsOf(this SimulatedPayoutItem payout, Sale sale) =>
        payout.SenderItemId?.StartsWith(sale.OrderId + "-payout-", StringComparison.Ordinal) == true;
}
