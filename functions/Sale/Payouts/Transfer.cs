namespace ChatPay.Functions.Sale.Payouts;

/// <summary>A debt of one order of a seller, paid from the payout of another (LEDGER.md, row 10). Each of the two orders keeps its
/// side, under the same id. The paying order decides; the owing order follows.</summary>
/// <param name="Id">Derived from the owing order: <c>{orderId}-netting-{k}</c>.</param>
/// <param name="Side">Which side this order is.</param>
/// <param name="OtherOrderId">The other order; the same order when it pays its own debt.</param>
/// <param name="Amount">The amount.</param>
/// <param name="State">See <see cref="TransferState"/>.</param>
/// <param name="At">When it was begun, UTC.</param>
public sealed record Transfer(string Id, TransferSide Side, string OtherOrderId, Money Amount, TransferState State, DateTimeOffset At)
{
    /// <summary>The id of the k-th transfer for a debt of this order.</summary>
    public static string Key(string orderId, int k) => DerivedKey.Of(orderId, "netting", k);
}

/// <summary>Who pays and who owes.</summary>
public enum TransferSide { Pays, Owes }

/// <summary>Pending: the amount is set aside, and the paying order has not decided. Void: it could not pay.</summary>
public enum TransferState { Pending, Done, Void }
