using System.ComponentModel.DataAnnotations;

namespace ChatPay.Functions.Sale;

/// <summary>The deadlines, limits and fees of a sale. They are copied into the order when it is created, so that a configuration
/// change (section <c>OrderTerms</c>) never alters a running order. Days are spans of 24 hours in UTC.</summary>
[SettingsSection("OrderTerms")]
public sealed record OrderTerms
{
    /// <summary>The currency that may be charged.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The least a request may ask for, in minor units. Default 1.00.</summary>
    [Range(typeof(long), "1", "1000000")]
    public long MinimumTotal { get; init; } = 1_00;

    /// <summary>The most one request may ask for, in minor units. Default 750.00.</summary>
    [Range(typeof(long), "1", "100000000")]
    public long MaximumTotal { get; init; } = 750_00;

    /// <summary>The most a buyer may spend in seven rolling days, in minor units. An order counts from its checkout until seven days
    /// after it could last be paid, or until it ends unpaid. Default 2,250.00.</summary>
    [Range(typeof(long), "1", "1000000000")]
    public long BuyerSevenDayMaximum { get; init; } = 2_250_00;

    /// <summary>A request expires this long after it is sent. Default 24 h.</summary>
    public TimeSpan RequestExpiresAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>An approval given before the request's end may still be captured for this long. Default 1 h.</summary>
    public TimeSpan ApprovalGrace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A checkout goes stale when it is not approved, or not captured after approval, within this time; the
    /// provider's own limit. Default 3 h.</summary>
    public TimeSpan CheckoutGoesStaleAfter { get; init; } = TimeSpan.FromHours(3);

    /// <summary>Lines not shipped within this time after payment are refunded. Default 7 days.</summary>
    public TimeSpan ShipWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The longest ship-by time that the buyer can agree to, after payment. Default 21 days.</summary>
    public TimeSpan ShipWithinAtMost { get; init; } = TimeSpan.FromDays(21);

    /// <summary>The interval of reminders to ship, from the payment. Default 24 h.</summary>
    public TimeSpan RemindToShipEvery { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The number of reminders to ship. Default 3.</summary>
    [Range(0, 20)]
    public int ShipReminders { get; init; } = 3;

    /// <summary>From fulfilment to payout, with a tracking number. Default 72 h.</summary>
    public TimeSpan HoldWithTracking { get; init; } = TimeSpan.FromHours(72);

    /// <summary>From fulfilment to payout, without one. Default 96 h.</summary>
    public TimeSpan HoldWithoutTracking { get; init; } = TimeSpan.FromHours(96);

    /// <summary>The platform's fee in hundredths of a percent of the gross, rounded half up. Default 0.</summary>
    [Range(0, 10_000)]
    public int PlatformFeeBasisPoints { get; init; }

    /// <summary>The part of a payout that is kept in reserve, in hundredths of a percent, rounded half up; an operator may set
    /// another for a seller. Default 0.</summary>
    [Range(0, 10_000)]
    public int ReserveBasisPoints { get; init; }

    /// <summary>How long the reserve is kept. Default 60 days.</summary>
    public TimeSpan ReserveFor { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Whether the seller bears the processor's capture fee; otherwise the platform does. Default true.</summary>
    public bool SellerBearsProcessingFee { get; init; } = true;

    /// <summary>Whether the seller bears the processor's fee for a lost dispute; otherwise the platform does. Default
    /// true.</summary>
    public bool SellerBearsCaseFees { get; init; } = true;

    /// <summary>The platform's fee on this gross amount.</summary>
    public Money PlatformFee(Money gross) => gross.BasisPoints(PlatformFeeBasisPoints);
}
