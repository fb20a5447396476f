namespace ChatPay.Functions.Sale.Sellers;

/// <summary>What a screening found.</summary>
public enum Screening
{
    /// <summary>Nobody has looked: whoever verifies the seller has to.</summary>
    NotScreened,

    /// <summary>On no list.</summary>
    Clear,

    /// <summary>Perhaps on a list: the seller is not verified, and not paid, before an operator has looked and cleared it.</summary>
    Listed,
}
