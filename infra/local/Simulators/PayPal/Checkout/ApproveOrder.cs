using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>The buyer approves the order, or cancels.</summary>
internal static class ApproveOrder
{
    /// <summary>The kind of the agenda entry that ends an approval.</summary>
    public const string Ends = "approval-ends";

    /// <returns>The address the buyer's browser is sent to; null when the order has no return address.</returns>
    /// <exception cref="PayPalRefusal">The order does not exist, or is paid.</exception>
    public static Uri? Run(PayPalTransaction transaction, string orderId, SimulatedBuyer buyer)
    {
        var order = FindOrder.Live(transaction, orderId);
        if (order.Status == "COMPLETED")
            throw PayPalRefusal.Unprocessable("ORDER_ALREADY_CAPTURED");

        // A buyer sent back after a declined card approves again, which restarts the time to capture.
        order = order with { Status = "APPROVED", Approved = transaction.Now, Updated = transaction.Now, Buyer = buyer };
        transaction.Connection.Save(order.Id, order);
        transaction.At(transaction.Now + SimulatedOrder.Patience, Ends, order.Id);
        transaction.Announce("CHECKOUT.ORDER.APPROVED", "checkout-order", OrderBody.Full(transaction, order));
        return Back(order.ReturnUrl, order.Id, buyer.PayerId);
    }

    public static Uri? Cancelled(SimulatedOrder order) => Back(order.CancelUrl, order.Id, null);

    /// <summary>Nothing was captured in time: PayPal revokes the approval, and sends a webhook.</summary>
    public static void End(PayPalTransaction transaction, string orderId)
    {
        if (transaction.Connection.Find<SimulatedOrder>(orderId) is not { Status: "APPROVED" } order || !order.IsGone(transaction.Now))
            return;

        transaction.Announce("CHECKOUT.PAYMENT-APPROVAL.REVERSED", "checkout-order", new JsonObject
        {
            ["order_id"] = order.Id,
            ["purchase_units"] = new JsonArray(new JsonObject
            {
                ["reference_id"] = order.Unit["reference_id"]!.DeepClone(),
                ["custom_id"] = order.Unit["custom_id"]?.DeepClone(),
                ["invoice_id"] = order.Unit["invoice_id"]?.DeepClone(),
            }),
            ["payment_source"] = new JsonObject { ["paypal"] = new JsonObject { ["email_address"] = order.Buyer!.Email } },
        });
    }

    private static Uri? Back(string? url, string token, string? payerId)
    {
        if (url is null)
            return null;

        var target = QueryHelpers.AddQueryString(url, "token", token);
        return new Uri(payerId is null ? target : QueryHelpers.AddQueryString(target, "PayerID", payerId));
    }
}
