namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>How a capture ends.</summary>
/// <param name="Refusal">The 422 issue that refuses it; null when it is not refused.</param>
/// <param name="PendingReason">Why it stays pending, such as ECHECK; null when it does not.</param>
/// <param name="IsDeclined">Whether it is recorded as a capture with status DECLINED.</param>
public sealed record CaptureOutcome(string? Refusal = null, string? PendingReason = null, bool IsDeclined = false)
{
    /// <summary>The capture completes.</summary>
    public static CaptureOutcome Completes { get; } = new();

    /// <summary>422 INSTRUMENT_DECLINED: the buyer has to choose another card.</summary>
    public static CaptureOutcome InstrumentDeclined { get; } = new("INSTRUMENT_DECLINED");

    /// <summary>Pending until it is completed or denied.</summary>
    public static CaptureOutcome Pending { get; } = new(PendingReason: "PENDING_REVIEW");

    /// <summary>Accepted, but declined by the processor.</summary>
    public static CaptureOutcome Declined { get; } = new(IsDeclined: true);
}
