namespace ChatPay.Functions.Platform.Auth;

/// <summary>A role that a token grants. Ownership is checked separately.</summary>
public enum Role
{
    /// <summary>Buys: opens conversations, pays.</summary>
    Buyer,

    /// <summary>Sells: sends payment requests, ships, is paid.</summary>
    Seller,

    /// <summary>Runs this installation: verifies sellers, handles alerts.</summary>
    Operator,
}
