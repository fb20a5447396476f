using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>What a buyer is asked to pay for: the input of <see cref="PayPalClient.CreateOrderAsync"/>.</summary>
/// <param name="InvoiceId">The order id, with the checkout's number once that is used up; the payer and the seller see it. PayPal refuses
/// it once it has been paid.</param>
/// <param name="CustomId">The checkout's key; comes back in captures and webhooks. Letters, digits and hyphens.</param>
/// <param name="Description">Cut to PayPal's 127 characters.</param>
/// <param name="Items">Their sum is the total; one currency.</param>
/// <param name="IsShipped">Whether PayPal shall ask for an address.</param>
/// <param name="ReturnUrl">Where the buyer comes back after approving.</param>
/// <param name="CancelUrl">Where the buyer comes back otherwise.</param>
/// <param name="BrandName">The name over PayPal's pages, the seller's.</param>
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
