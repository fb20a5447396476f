namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The seller's evidence in a dispute.</summary>
/// <param name="Evidences">At least one.</param>
public sealed record PayPalEvidenceRequest(IReadOnlyList<PayPalEvidence> Evidences)
{
    /// <summary>Evidence of a shipment.</summary>
    /// <param name="carrier">As the seller named it.</param>
    /// <param name="number">The tracking number.</param>
    /// <param name="notes">For the reviewer, at most 2,000 characters.</param>
    public static PayPalEvidenceRequest OfShipment(string carrier, string number, string? notes) =>
        new([new PayPalEvidence("PROOF_OF_FULFILLMENT", new PayPalEvidenceInfo([PayPalTrackingInfo.Of(carrier, number)]), notes)]);
}

/// <summary>One piece of evidence.</summary>
public sealed record PayPalEvidence(string EvidenceType, PayPalEvidenceInfo? EvidenceInfo = null, string? Notes = null);

/// <summary>The content of a proof of fulfilment.</summary>
public sealed record PayPalEvidenceInfo(IReadOnlyList<PayPalTrackingInfo> TrackingInfo);

/// <summary>A parcel. The carrier is one from a published list, or OTHER with its name beside it.</summary>
public sealed record PayPalTrackingInfo(string CarrierName, string TrackingNumber, string? CarrierNameOther = null)
{
    // The carriers on the published list that have one name there and are used by sellers in the United States.
    private static readonly HashSet<string> Known = ["UPS", "USPS", "FEDEX", "DHL", "AIRBORNE_EXPRESS", "TNT", "US_ONTRAC", "DPD"];

    public static PayPalTrackingInfo Of(string carrier, string number) =>
        carrier.Trim().ToUpperInvariant() is var name && Known.Contains(name)
            ? new PayPalTrackingInfo(name, number)
            : new PayPalTrackingInfo("OTHER", number, carrier);
}

/// <summary>The body of <c>accept-claim</c>: the buyer gets what was disputed, from the seller's balance.</summary>
/// <param name="AcceptClaimType">One that the dispute allows.</param>
/// <param name="Note">For the buyer, at most 2,000 characters.</param>
public sealed record PayPalClaimAcceptance(string AcceptClaimType, string? Note = null)
{
    public const string Refund = "REFUND";
}

/// <summary>The response to an action on a dispute: links only. Read the dispute for the result.</summary>
public sealed record PayPalDisputeAction(IReadOnlyList<PayPalLink>? Links = null);
