namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary>A payment that a buyer, or the buyer's bank, disputes. Amounts in cents.</summary>
public sealed record SimulatedDispute
{
    public required string Id { get; init; }

    public required string CaptureId { get; init; }

    /// <summary>Such as MERCHANDISE_OR_SERVICE_NOT_RECEIVED.</summary>
    public required string Reason { get; init; }

    /// <summary>OPEN, WAITING_FOR_BUYER_RESPONSE, WAITING_FOR_SELLER_RESPONSE, UNDER_REVIEW, RESOLVED or OTHER.</summary>
    public required string Status { get; init; }

    /// <summary>INQUIRY, CHARGEBACK, PRE_ARBITRATION or ARBITRATION.</summary>
    public required string Stage { get; init; }

    /// <summary>INTERNAL (the buyer at PayPal) or EXTERNAL (the buyer's bank).</summary>
    public required string Channel { get; init; }

    public required string Currency { get; init; }

    /// <summary>What is disputed.</summary>
    public required long Amount { get; init; }

    /// <summary>What the seller's balance, the buyer and PayPal gave and got, oldest first.</summary>
    public IReadOnlyList<SimulatedMovement> Movements { get; init; } = [];

    /// <summary>The outcome's code; null while it is not resolved.</summary>
    public string? Outcome { get; init; }

    /// <summary>Where the movements are shown.</summary>
    public ShownAmounts Shows { get; init; }

    /// <summary>Whether its money had left the balance before, by a reversal of the capture: the two are the same money.</summary>
    public bool WasReversed { get; init; }

    /// <summary>The tracking numbers that the seller has shown.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    /// <summary>When the seller has to have answered.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>What has been taken from the seller's balance for the claim itself and not given back.</summary>
    public long Taken => Net(m => m.Reason == SimulatedMovement.Settlement);

    /// <summary>What the seller has paid in fees.</summary>
    public long Fees => Net(m => m.Reason != SimulatedMovement.Settlement);

    public bool IsOpen => Status != "RESOLVED";

    private long Net(Func<SimulatedMovement, bool> which) =>
        Movements.Where(m => m.Party == SimulatedMovement.Seller && which(m)).Sum(m => m.IsDebit ? m.Cents : -m.Cents);
}

/// <summary>Money that was moved for a dispute.</summary>
/// <param name="Party">SELLER, BUYER or PAYMENT_PROCESSOR.</param>
/// <param name="IsDebit">Taken from the party, or given to it.</param>
/// <param name="Cents">How much.</param>
/// <param name="Reason">DISPUTE_SETTLEMENT, DISPUTE_FEE or CHARGEBACK_FEE.</param>
/// <param name="At">When.</param>
public sealed record SimulatedMovement(string Party, bool IsDebit, long Cents, string Reason, DateTimeOffset At)
{
    public const string Seller = "SELLER";
    public const string Buyer = "BUYER";
    public const string Settlement = "DISPUTE_SETTLEMENT";
}
