namespace ChatPay.Functions.Sale.Sellers;

/// <summary>The result of a screening.</summary>
public enum Screening
{
    /// <summary>Not screened: whoever verifies the seller has to do it.</summary>
    NotScreened,

    /// <summary>On no list.</summary>
    Clear,

    /// <summary>Possibly on a list: the seller is not verified, and not paid, until an operator has checked and cleared
    /// it.</summary>
    Listed,
}
