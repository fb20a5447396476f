namespace ChatPay.Functions.Sale;

/// <summary>How an order's orchestration ends.</summary>
public static class OrderOutcome
{
    /// <summary>Declined, cancelled or expired; no money was kept.</summary>
    public const string Unpaid = "unpaid";

    /// <summary>Not shipped in time, or refunded for another reason.</summary>
    public const string Refunded = "refunded";

    /// <summary>The seller has the money, or all of it was kept for the seller's debts.</summary>
    public const string PaidOut = "paid out";
}
