namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>Money taken from a buyer. Amounts in cents.</summary>
public sealed record SimulatedCapture
{
    public required string Id { get; init; }

    public required string OrderId { get; init; }

    /// <summary>PENDING, COMPLETED, DECLINED, PARTIALLY_REFUNDED or REFUNDED.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is pending.</summary>
    public string? Reason { get; init; }

    public required string Currency { get; init; }

    public required long Gross { get; init; }

    /// <summary>PayPal's fee.</summary>
    public required long Fee { get; init; }

    /// <summary>The sum of completed and pending refunds.</summary>
    public long Refunded { get; init; }

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? MerchantId { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }
}
