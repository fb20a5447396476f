namespace ChatPay.Functions.Sale;

/// <summary>One line of the sale.</summary>
/// <param name="Description">1 to 127 characters, the limit of PayPal's item name.</param>
/// <param name="Quantity">1 to 999.</param>
/// <param name="UnitPrice">May be zero (a gift); the order's total may not.</param>
public sealed record OrderLine(string Description, int Quantity, Money UnitPrice)
{
    /// <summary>Quantity × unit price.</summary>
    public Money Total() => UnitPrice * Quantity;
}
