namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>Lines that the seller has marked as shipped (or handed over).</summary>
/// <param name="Id"><c>shp-…</c></param>
/// <param name="Lines">Indexes into the order's lines.</param>
/// <param name="At">When it was marked, UTC; the hold runs from here.</param>
public sealed record Shipment(string Id, IReadOnlyList<int> Lines, DateTimeOffset At)
{
    /// <summary>The provider's carrier code, such as <c>USPS</c>; null without tracking.</summary>
    public string? Carrier { get; init; }

    /// <summary>At most 64 characters.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>Whether the carrier does not seem to issue such numbers: no payout until it is corrected, accepted by an operator,
    /// or the buyer confirms delivery.</summary>
    public bool UnderReview { get; init; }

    /// <summary>Whether an earlier number earned the shorter hold: that hold stays, whichever carrier is named now.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool HadCheckedNumber { get; init; }

    /// <summary>What was reported to the provider; null before, and after it was withdrawn.</summary>
    public ReportedTracking? Reported { get; init; }

    /// <summary>How often something was reported to the provider.</summary>
    public int Reports { get; init; }

    /// <summary>When the buyer confirmed that it has arrived, UTC.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the seller un-marked it, UTC.</summary>
    public DateTimeOffset? UnmarkedAt { get; init; }

    /// <summary>This shipment with checked carrier and number; unchanged without them.</summary>
    public Shipment With((string Carrier, string Number)? tracking) => tracking is var (carrier, number)
        ? this with
        {
            Carrier = carrier,
            TrackingNumber = number,
            UnderReview = !Carriers.Gives(carrier, number),
            HadCheckedNumber = HadCheckedNumber || (IsOfAKnownCarrier && !UnderReview),
        }
        : this;

    /// <summary>Whether the shorter hold applies: the buyer has confirmed delivery, or the carrier's numbers are checked. Any text
    /// passes as a number of an unknown carrier.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ShortensHold => DeliveredAt is not null || HadCheckedNumber || IsOfAKnownCarrier;

    /// <summary>Whether there is a carrier and a number.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasTracking => Carrier is not null && TrackingNumber is not null;

    private bool IsOfAKnownCarrier => HasTracking && Carriers.Find(Carrier!) is not null;
}
