namespace ChatPay.Functions.Platform.Orders;

/// <summary>The parties to an order.</summary>
[Flags]
public enum OrderParty
{
    None = 0,

    /// <summary>The order's own buyer.</summary>
    Buyer = 1,

    /// <summary>The order's own seller.</summary>
    Seller = 2,

    /// <summary>Any operator.</summary>
    Operator = 4,
}
