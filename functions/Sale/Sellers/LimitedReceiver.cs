namespace ChatPay.Functions.Sale.Sellers;

/// <summary>An account that could not receive money when the seller named another. Naming it again does not lift that.</summary>
/// <param name="PayPalMerchantId">The account's merchant id.</param>
/// <param name="AtPayPal">Its state at PayPal, as last read.</param>
public sealed record LimitedReceiver(string PayPalMerchantId, SellerAtPayPal AtPayPal);
