namespace ChatPay.Functions.Sale.Sellers;

/// <summary>What a seller has to do next.</summary>
public enum SellerStep
{
    /// <summary>Nothing: the account can sell.</summary>
    None,

    /// <summary>POST the terms' version to terms-acceptance.</summary>
    AcceptTerms,

    /// <summary>PUT the identity data.</summary>
    SubmitKyc,

    /// <summary>PayPal does not pay this account now; the reason says what to do there.</summary>
    FixPayPalAccount,

    /// <summary>Instagram has revoked our access: POST to instagram-connection.</summary>
    ConnectInstagramAgain,

    /// <summary>Wait for an operator.</summary>
    AwaitVerification,

    /// <summary>Ask the operator why, and what lifts it.</summary>
    ContactSupport,
}
