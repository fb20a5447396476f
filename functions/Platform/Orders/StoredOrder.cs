using Azure;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>An order as read, with its version for conditional writes.</summary>
public sealed record StoredOrder(Order Order, ETag ETag);

/// <summary>The order after a decision, and the decision: changed, nothing to change, or refused.</summary>
public sealed record TransitionResult(StoredOrder Stored, Decision Decision)
{
    /// <summary>The order afterwards.</summary>
    public Order Order => Stored.Order;

    /// <summary>Why it was refused; null otherwise.</summary>
    public Refusal? Refusal => Decision.Refusal;

    /// <summary>Whether this call wrote the change.</summary>
    public bool Changed => Decision.Change is not null;

    /// <summary>Whether the same call had written another change before this decision.</summary>
    public bool IsAfterChange { get; init; }
}
