namespace ChatPay.Functions.Sale.Disputes;

/// <summary>The statuses of a dispute, as PayPal writes them. PayPal may add one at any time: an unknown status is kept as it
/// is.</summary>
public static class ProviderDisputeStatus
{
    public const string Open = "OPEN";
    public const string WaitingForBuyer = "WAITING_FOR_BUYER_RESPONSE";
    public const string WaitingForSeller = "WAITING_FOR_SELLER_RESPONSE";
    public const string UnderReview = "UNDER_REVIEW";
    public const string Resolved = "RESOLVED";
    public const string Other = "OTHER";
}
