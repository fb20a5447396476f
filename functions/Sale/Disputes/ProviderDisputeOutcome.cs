namespace ChatPay.Functions.Sale.Disputes;

/// <summary>How a dispute was resolved, as PayPal writes it.</summary>
public static class ProviderDisputeOutcome
{
    public const string BuyerFavour = "RESOLVED_BUYER_FAVOUR";
    public const string SellerFavour = "RESOLVED_SELLER_FAVOUR";

    /// <summary>PayPal protects one of the two parties: it does not say who bears what.</summary>
    public const string WithPayout = "RESOLVED_WITH_PAYOUT";
    public const string CancelledByBuyer = "CANCELED_BY_BUYER";
    public const string Accepted = "ACCEPTED";
    public const string Denied = "DENIED";
}
