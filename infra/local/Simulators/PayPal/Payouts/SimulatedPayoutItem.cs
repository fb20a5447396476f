namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>One payout of a batch. Amounts in cents.</summary>
public sealed record SimulatedPayoutItem
{
    /// <summary>PayPal's fee for a domestic payout in US dollars, 0.25.</summary>
    public const long ItemFee = 25;

    public required string Id { get; init; }

    public required string BatchId { get; init; }

    public required string SenderBatchId { get; init; }

    public string? SenderItemId { get; init; }

    public required string RecipientType { get; init; }

    public required string Receiver { get; init; }

    public required string Currency { get; init; }

    public required long Amount { get; init; }

    /// <summary>PayPal's fee.</summary>
    public long Fee { get; init; } = ItemFee;

    public string? Note { get; init; }

    /// <summary>A transaction status of the API.</summary>
    public required string Status { get; init; }

    /// <summary><c>errors.name</c>.</summary>
    public string? Error { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>Whether the amount and the fee have left the balance.</summary>
    public bool IsFunded { get; init; }

    public DateTimeOffset? Processed { get; init; }

    /// <summary>The planned outcome.</summary>
    public required PayoutOutcome Outcome { get; init; }
}
