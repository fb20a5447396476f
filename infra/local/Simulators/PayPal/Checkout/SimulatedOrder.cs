using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>An order of the Orders v2 API, as kept. One purchase unit each.</summary>
public sealed record SimulatedOrder
{
    /// <summary>How long the buyer has to approve, and then the merchant to capture.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    public required string Id { get; init; }

    /// <summary>CREATED, PAYER_ACTION_REQUIRED, APPROVED or COMPLETED.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public DateTimeOffset? Approved { get; init; }

    /// <summary>The purchase unit as it was asked for.</summary>
    public required JsonObject Unit { get; init; }

    /// <summary>The request named PayPal as payment source.</summary>
    public bool NamesPayPal { get; init; }

    public string? ReturnUrl { get; init; }

    public string? CancelUrl { get; init; }

    /// <summary>GET_FROM_FILE, NO_SHIPPING or SET_PROVIDED_ADDRESS.</summary>
    public string ShippingPreference { get; init; } = "GET_FROM_FILE";

    /// <summary>Who approved it.</summary>
    public SimulatedBuyer? Buyer { get; init; }

    public string? CaptureId { get; init; }

    public IReadOnlyList<SimulatedTracker> Trackers { get; init; } = [];

    /// <summary>Its time to be approved or captured is over: PayPal then knows it no more.</summary>
    public bool IsGone(DateTimeOffset now) => Status != "COMPLETED" && now >= (Approved ?? Created) + Patience;
}

/// <summary>A parcel on its way.</summary>
/// <param name="Id">The capture's id and the tracking number.</param>
/// <param name="Status">SHIPPED or CANCELLED.</param>
/// <param name="Carrier">Of PayPal's list, or OTHER.</param>
/// <param name="TrackingNumber">As given by the carrier.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Updated">When it was last changed.</param>
/// <param name="PayerNotified">Whether the buyer was sent a mail about it.</param>
public sealed record SimulatedTracker(
    string Id,
    string Status,
    string? Carrier,
    string? TrackingNumber,
    DateTimeOffset Created,
    DateTimeOffset Updated,
    bool PayerNotified = false);
