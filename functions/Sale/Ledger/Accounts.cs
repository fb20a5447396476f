namespace ChatPay.Functions.Sale.Ledger;

/// <summary>The accounts of the ledger. Seller accounts include the seller's id; in the ledger's signs a credit balance (negative)
/// is money owed to the seller.</summary>
public static class Accounts
{
    /// <summary>Money at the processor, available.</summary>
    public const string ProcessorBalance = "processor:balance";

    /// <summary>Money at the processor that is held back: disputes, unclaimed items.</summary>
    public const string ProcessorWithheld = "processor:withheld";

    /// <summary>Refunds submitted and not yet completed.</summary>
    public const string RefundInFlight = "refund:inflight";

    /// <summary>Payouts submitted and not yet settled.</summary>
    public const string PayoutInFlight = "payout:inflight";

    /// <summary>What the platform earns.</summary>
    public const string PlatformFees = "platform:fees";

    /// <summary>What the processor charges.</summary>
    public const string ProcessingCosts = "costs:processing";

    /// <summary>What the platform loses, such as written-off debts.</summary>
    public const string Losses = "costs:losses";

    /// <summary>The seller's money during the hold.</summary>
    public static string Held(string sellerId) => $"seller:{sellerId}:held";

    /// <summary>The seller's money, released.</summary>
    public static string Payable(string sellerId) => $"seller:{sellerId}:payable";

    /// <summary>What passes from one order of the seller to another; zero across the seller's orders when nothing is under
    /// way.</summary>
    public static string Netting(string sellerId) => $"seller:{sellerId}:netting";

    /// <summary>The seller's money that is kept in reserve.</summary>
    public static string Reserve(string sellerId) => $"seller:{sellerId}:reserve";

    /// <summary>What the seller owes.</summary>
    public static string Debt(string sellerId) => $"seller:{sellerId}:debt";
}
