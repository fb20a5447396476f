namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>Lines that the seller has marked as shipped (or handed over).</summary>
/// <param name="Id"><c>shp-…</c></param>
/// <param name="Lines">Indexes into the order's lines.</param>
/// <param name="At">When it was marked, UTC; the hold runs from here.</param>
public sealed record Shipment(string Id, IReadOnlyList<int> Lines, DateTimeOffset At)
{
    /// <summary>The carrier as the provider names it, such as <c>USPS</c>; null without tracking.</summary>
    public string? Carrier { get; init; }

    /// <summary>At most 64 characters.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>The carrier does not seem to give such numbers: no payout until it is corrected, accepted by an operator, or the buyer has
    /// it.</summary>
    public bool UnderReview { get; init; }

    /// <summary>A number that counted was there before the one that is: the shorter hold stays, whichever carrier is named now.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool HadCheckedNumber { get; init; }

    /// <summary>What the provider was told; null before, and when it was withdrawn.</summary>
    public ReportedTracking? Reported { get; init; }

    /// <summary>How often the provider was told something.</summary>
    public int Reports { get; init; }

    /// <summary>When the buyer confirmed that it has arrived, UTC.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the seller took the mark back.</summary>
    public DateTimeOffset? UnmarkedAt { get; init; }

    /// <summary>This shipment with carrier and number, looked at; as it is without.</summary>
    public Shipment With((string Carrier, string Number)? tracking) => tracking is var (carrier, number)
        ? this with
        {
            Carrier = carrier,
            TrackingNumber = number,
            UnderReview = !Carriers.Gives(carrier, number),
            HadCheckedNumber = HadCheckedNumber || (IsOfAKnownCarrier && !UnderReview),
        }
        : this;

    /// <summary>Whether the shorter hold applies: the buyer has it, or a carrier whose numbers are checked. Any text passes for a number of
    /// a carrier that nobody knows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ShortensHold => DeliveredAt is not null || HadCheckedNumber || IsOfAKnownCarrier;

    /// <summary>Whether there is a carrier and a number.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasTracking => Carrier is not null && TrackingNumber is not null;

    private bool IsOfAKnownCarrier => HasTracking && Carriers.Find(Carrier!) is not null;
}
