using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>The state of a batch. Planned: orders are being added. Sealed: its items are fixed, and every call to the provider
/// carries exactly these. Submitted: the provider has it. Settled: every item has its definite outcome. Refused: the provider
/// rejects it for its content; none of it was paid.</summary>
public enum PayoutBatchState { Planned, Sealed, Submitted, Settled, Refused }

/// <summary>A batch of payouts, in one row. Its id is the provider's <c>sender_batch_id</c>, persisted before the call.</summary>
public sealed record PayoutBatch
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public PayoutBatchState State { get; init; } = PayoutBatchState.Planned;

    /// <summary>While planned: the candidates. Once sealed: what is paid.</summary>
    public required IReadOnlyList<PayoutBatchItem> Items { get; init; }

    /// <summary>Candidates that were not in the batch when it was sealed. Another run may still add one; its order is then released
    /// again.</summary>
    public IReadOnlyList<PayoutBatchItem> LeftOut { get; init; } = [];

    /// <summary>Whether a call under this id may have reached the provider. Written before the call; from then on only the
    /// provider's own batch is a definite answer, and a refusal is not.</summary>
    public bool Attempted { get; init; }

    /// <summary>When the first call that may have arrived began, UTC: the provider's deduplication period runs from then.</summary>
    public DateTimeOffset? FirstCallAt { get; init; }

    /// <summary>When a run began its current call, UTC; null when there is none. Other runs leave the batch alone
    /// meanwhile.</summary>
    public DateTimeOffset? CallingSince { get; init; }

    /// <summary>The provider's id.</summary>
    public string? ProviderBatchId { get; init; }

    /// <summary>The provider's last known state of the batch.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>The provider's error, when it refused the batch.</summary>
    public string? Failure { get; init; }

    /// <summary>The items that it was refused for; empty when the provider did not say which, and it is then split into two
    /// halves.</summary>
    public IReadOnlyList<PayoutRejection> Rejected { get; init; } = [];

    /// <summary>What paying out cost when it was planned; null in batches from before it was kept.</summary>
    public PayoutFee? Fee { get; init; }

    /// <summary>Whether an earlier version created it, and keeps it apart from the others.</summary>
    [JsonIgnore]
    public bool IsApart { get; init; }

    /// <summary>The sum of its items, without the provider's fees.</summary>
    [JsonIgnore]
    public Money? Total => Items.Count == 0 ? null : Items.Skip(1).Aggregate(Items[0].Amount, (sum, item) => sum + item.Amount);

    /// <summary>Whether this payout is one of its items.</summary>
    public bool Contains(string orderId, int g) => Items.Any(i => i.OrderId == orderId && i.Generation == g);
}

/// <summary>One payout of a batch.</summary>
/// <param name="OrderId">The order that is paid out.</param>
/// <param name="Generation">The payout's generation.</param>
/// <param name="Receiver">The seller's PayPal account id.</param>
/// <param name="Amount">The net amount.</param>
public sealed record PayoutBatchItem(
    string OrderId, [property: JsonPropertyName("g")] int Generation, string Receiver, Money Amount);

/// <summary>An item that the provider rejects.</summary>
/// <param name="OrderId">The order of the item.</param>
/// <param name="Generation">The payout's generation.</param>
/// <param name="Error">The provider's error and the field it named; no values.</param>
public sealed record PayoutRejection(string OrderId, [property: JsonPropertyName("g")] int Generation, string Error);
