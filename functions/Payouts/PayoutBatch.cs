using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payouts;

/// <summary>How far a batch is. Planned: orders are being put into it. Sealed: its items are fixed, and every call to the
/// provider carries just these. Submitted: the provider has it. Settled: every item has its definite outcome. Refused: the
/// provider did not take it and is never called for it again, so that its items may go into another.</summary>
public enum PayoutBatchState { Planned, Sealed, Submitted, Settled, Refused }

/// <summary>A batch of payouts, in one row. Its id is the provider's <c>sender_batch_id</c>, persisted before the call.</summary>
public sealed record PayoutBatch
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public PayoutBatchState State { get; init; } = PayoutBatchState.Planned;

    /// <summary>While planned: the candidates. From sealed on: what is paid.</summary>
    public required IReadOnlyList<PayoutBatchItem> Items { get; init; }

    /// <summary>Candidates that were put into the batch too late to be sealed with it; their orders are released again.</summary>
    public IReadOnlyList<PayoutBatchItem> LeftOut { get; init; } = [];

    /// <summary>Until then one sweep has the right to call the provider, UTC: while a call may be on its way, no other is made that
    /// could be answered differently.</summary>
    public DateTimeOffset? CalledUntil { get; init; }

    /// <summary>The provider's id.</summary>
    public string? ProviderBatchId { get; init; }

    /// <summary>The provider's error, when it refused the whole batch.</summary>
    public string? Failure { get; init; }
}

/// <summary>One payout of a batch.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="G">The payout's generation.</param>
/// <param name="Receiver">The seller's PayPal account id.</param>
/// <param name="Amount">The net.</param>
public sealed record PayoutBatchItem(string OrderId, int G, string Receiver, Money Amount);
