namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>Money given back to a buyer. Amounts in cents.</summary>
public sealed record SimulatedRefund
{
    public required string Id { get; init; }

    public required string CaptureId { get; init; }

    /// <summary>PENDING, COMPLETED or FAILED.</summary>
    public required string Status { get; init; }

    public required string Currency { get; init; }

    public required long Amount { get; init; }

    /// <summary>The total refunded of the capture, including this refund.</summary>
    public required long TotalRefunded { get; init; }

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? NoteToPayer { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }
}
