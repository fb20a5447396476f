namespace ChatPay.Local.Simulators.PayPal.Partners;

/// <summary>A seller whom the platform has referred to PayPal.</summary>
/// <param name="Id">The referral's id.</param>
/// <param name="TrackingId">The platform's id of the seller.</param>
/// <param name="ReturnUrl">The address the seller's browser returns to; null when the platform gave none.</param>
public sealed record SimulatedMerchant(string Id, string TrackingId, Uri? ReturnUrl)
{
    /// <summary>The seller's account; null before the seller has agreed.</summary>
    public string? MerchantId { get; init; }

    public bool PaymentsReceivable { get; init; } = true;

    public bool EmailConfirmed { get; init; } = true;

    /// <summary>Whether the seller has withdrawn consent: the platform no longer sees the account.</summary>
    public bool ConsentWithdrawn { get; init; }
}
