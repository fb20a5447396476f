namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>How a refund ends.</summary>
/// <param name="Refusal">The 422 issue that refuses it; null when it is not refused.</param>
/// <param name="IsPending">Whether it stays pending until it is completed or fails.</param>
public sealed record RefundOutcome(string? Refusal = null, bool IsPending = false)
{
    public static RefundOutcome Completes { get; } = new();

    public static RefundOutcome Pending { get; } = new(IsPending: true);
}
