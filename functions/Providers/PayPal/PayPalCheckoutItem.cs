using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>One line of a <see cref="PayPalCheckout"/>.</summary>
/// <param name="Name">Truncated to PayPal's 127 characters.</param>
/// <param name="Quantity">At least one.</param>
/// <param name="UnitAmount">The price of one; may be zero.</param>
public sealed record PayPalCheckoutItem(string Name, int Quantity, Money UnitAmount);
