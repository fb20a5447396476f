namespace ChatPay.Functions.Platform.Auth;

/// <summary>What a token lets its bearer be. Ownership is checked besides.</summary>
public enum Role
{
    /// <summary>Buys: opens conversations, pays.</summary>
    Buyer,

    /// <summary>Sells: sends payment requests, ships, is paid.</summary>
    Seller,

    /// <summary>Runs this installation: verifies sellers, looks at what needs attention.</summary>
    Operator,
}
