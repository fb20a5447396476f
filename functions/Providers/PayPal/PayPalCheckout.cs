using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>What a buyer is asked to pay: the input of <see cref="PayPalClient.CreateOrderAsync"/>.</summary>
/// <param name="InvoiceId">The order id, followed by the checkout's number once the bare id is used up; the payer and the seller
/// see it. PayPal refuses an invoice id that has been paid.</param>
/// <param name="CustomId">The checkout's key; returned in captures and webhooks. Letters, digits and hyphens.</param>
/// <param name="Description">Truncated to PayPal's 127 characters.</param>
/// <param name="Items">Their sum is the total; all in one currency.</param>
/// <param name="IsShipped">Whether PayPal asks for a shipping address.</param>
/// <param name="ReturnUrl">Where the buyer returns after approving.</param>
/// <param name="CancelUrl">Where the buyer returns otherwise.</param>
/// <param name="BrandName">The name shown on PayPal's pages: the seller's.</param>
public sealed record PayPalCheckout(
    string InvoiceId,
    string CustomId,
    string Description,
    IReadOnlyList<PayPalCheckoutItem> Items,
    bool IsShipped,
    Uri ReturnUrl,
    Uri CancelUrl,
    string? BrandName = null)
{
    /// <summary>The sum of the items.</summary>
    public Money Total => Items.Aggregate(Money.Zero(Items[0].UnitAmount.Currency), (sum, item) => sum + item.UnitAmount * item.Quantity);
}
