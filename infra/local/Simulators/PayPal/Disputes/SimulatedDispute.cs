namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary>A dispute of a payment by the buyer or the buyer's bank. Amounts in cents.</summary>
public sealed record SimulatedDispute
{
    public required string Id { get; init; }

    public required string CaptureId { get; init; }

    /// <summary>The dispute reason, such as MERCHANDISE_OR_SERVICE_NOT_RECEIVED.</summary>
    public required string Reason { get; init; }

    /// <summary>OPEN, WAITING_FOR_BUYER_RESPONSE, WAITING_FOR_SELLER_RESPONSE, UNDER_REVIEW, RESOLVED or OTHER.</summary>
    public required string Status { get; init; }

    /// <summary>INQUIRY, CHARGEBACK, PRE_ARBITRATION or ARBITRATION.</summary>
    public required string Stage { get; init; }

    /// <summary>INTERNAL (the buyer at PayPal) or EXTERNAL (the buyer's bank).</summary>
    public required string Channel { get; init; }

    public required string Currency { get; init; }

    /// <summary>The disputed amount.</summary>
    public required long Amount { get; init; }

    /// <summary>The money movements of seller, buyer and PayPal, oldest first.</summary>
    public IReadOnlyList<SimulatedMovement> Movements { get; init; } = [];

    /// <summary>The outcome's code; null while it is not resolved.</summary>
    public string? Outcome { get; init; }

    /// <summary>Where the movements are shown.</summary>
    public ShownAmounts Shows { get; init; }

    /// <summary>Whether its money had already left the balance by a reversal of the capture, so that both move the same money.</summary>
    public bool WasReversed { get; init; }

    /// <summary>The tracking numbers that the seller has given as evidence.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    /// <summary>The deadline for the seller's answer.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>The amount taken from the seller's balance for the claim itself and not returned.</summary>
    public long Taken => Net(m => m.Reason == SimulatedMovement.Settlement);

    /// <summary>The fees that the seller has paid.</summary>
    public long Fees => Net(m => m.Reason != SimulatedMovement.Settlement);

    public bool IsOpen => Status != "RESOLVED";

    private long Net(Func<SimulatedMovement, bool> which) =>
        Movements.Where(m => m.Party == SimulatedMovement.Seller && which(m)).Sum(m => m.IsDebit ? m.Cents : -m.Cents);
}

/// <summary>A money movement of a dispute.</summary>
/// <param name="Party">SELLER, BUYER or PAYMENT_PROCESSOR.</param>
/// <param name="IsDebit">Whether it was taken from the party; otherwise it was given to it.</param>
/// <param name="Cents">The amount, in cents.</param>
/// <param name="Reason">DISPUTE_SETTLEMENT, DISPUTE_FEE or CHARGEBACK_FEE.</param>
/// <param name="At">The time of the movement.</param>
public sealed record SimulatedMovement(string Party, bool IsDebit, long Cents, string Reason, DateTimeOffset At)
{
    public const string Seller = "SELLER";
    public const string Buyer = "BUYER";
    public const string Settlement = "DISPUTE_SETTLEMENT";
}
