namespace ChatPay.Local.Simulators.PayPal.Partners;

/// <summary>A seller whom the platform has referred to PayPal.</summary>
/// <param name="Id">Of the referral.</param>
/// <param name="TrackingId">The platform's own id of the seller.</param>
/// <param name="ReturnUrl">Where the seller's browser goes back to; null when the platform named none.</param>
public sealed record SimulatedMerchant(string Id, string TrackingId, Uri? ReturnUrl)
{
    /// <summary>The account; null before the seller came through.</summary>
    public string? MerchantId { get; init; }

    public bool PaymentsReceivable { get; init; } = true;

    public bool EmailConfirmed { get; init; } = true;

    /// <summary>The platform is told nothing of the account any more.</summary>
    public bool ConsentWithdrawn { get; init; }
}
