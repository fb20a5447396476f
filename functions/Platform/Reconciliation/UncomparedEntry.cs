namespace ChatPay.Functions.Platform.Reconciliation;

/// <summary>What an entry of the comparison is.</summary>
public enum UncomparedKind
{
    /// <summary>A transaction of the provider's list.</summary>
    Transaction,

    /// <summary>A dispute of the provider's list.</summary>
    Dispute,

    /// <summary>An order of ours.</summary>
    Order,
}

/// <summary>An entry whose comparison has failed. It is tried again by itself, so that the days go on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id: the provider's, or the order's.</param>
/// <param name="Since">When it failed first, everything had been compared up to this time, UTC.</param>
/// <param name="From">The start of the period in which it is to be compared, UTC.</param>
/// <param name="To">Its end, UTC.</param>
/// <param name="FailedAt">The night in which it failed first, UTC; null in rows of earlier versions.</param>
public sealed record UncomparedEntry(
    UncomparedKind Kind, string Id, DateTimeOffset Since, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? FailedAt = null);
