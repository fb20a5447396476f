using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>An order of the Orders v2 API, as stored, with one purchase unit.</summary>
public sealed record SimulatedOrder
{
    /// <summary>How long the buyer can approve, and after that the merchant capture.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    public required string Id { get; init; }

    /// <summary>CREATED, PAYER_ACTION_REQUIRED, APPROVED or COMPLETED.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public DateTimeOffset? Approved { get; init; }

    /// <summary>The purchase unit as requested.</summary>
    public required JsonObject Unit { get; init; }

    /// <summary>Whether the request named PayPal as payment source.</summary>
    public bool NamesPayPal { get; init; }

    public string? ReturnUrl { get; init; }

    public string? CancelUrl { get; init; }

    /// <summary>GET_FROM_FILE, NO_SHIPPING or SET_PROVIDED_ADDRESS.</summary>
    public string ShippingPreference { get; init; } = "GET_FROM_FILE";

    /// <summary>The buyer who approved it.</summary>
    public SimulatedBuyer? Buyer { get; init; }

    public string? CaptureId { get; init; }

    public IReadOnlyList<SimulatedTracker> Trackers { get; init; } = [];

    /// <summary>Whether its time to be approved or captured has expired: PayPal no longer returns it then.</summary>
    public bool IsGone(DateTimeOffset now) => Status != "COMPLETED" && now >= (Approved ?? Created) + Patience;
}

/// <summary>A tracked shipment.</summary>
/// <param name="Id">The capture's id and the tracking number.</param>
/// <param name="Status">SHIPPED or CANCELLED.</param>
/// <param name="Carrier">A carrier of PayPal's list, or OTHER.</param>
/// <param name="TrackingNumber">The carrier's tracking number.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Updated">When it was last changed.</param>
/// <param name="PayerNotified">Whether PayPal mailed the buyer about it.</param>
public sealed record SimulatedTracker(
    string Id,
    string Status,
    string? Carrier,
    string? TrackingNumber,
    DateTimeOffset Created,
    DateTimeOffset Updated,
    bool PayerNotified = false);
