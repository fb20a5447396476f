namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>A batch of payouts. Amounts in cents.</summary>
public sealed record SimulatedPayoutBatch
{
    public required string Id { get; init; }

    public required string SenderBatchId { get; init; }

    public string? RecipientType { get; init; }

    public string? EmailSubject { get; init; }

    public string? EmailMessage { get; init; }

    /// <summary>PENDING, PROCESSING, SUCCESS or DENIED.</summary>
    public required string Status { get; init; }

    public required string Currency { get; init; }

    /// <summary>The sum of its items.</summary>
    public required long Amount { get; init; }

    public required long Fees { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Completed { get; init; }
}
