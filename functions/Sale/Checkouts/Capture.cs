using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Checkouts;

/// <summary>Money that the buyer has paid, as the provider reports it.</summary>
/// <param name="ProviderId">The provider's capture id.</param>
/// <param name="CheckoutNumber">The checkout that was captured.</param>
/// <param name="Gross">What the buyer paid.</param>
/// <param name="ProcessingFee">What the provider kept.</param>
/// <param name="At">When it was recorded here, UTC.</param>
/// <param name="Late">Whether the money arrived after the request had ended; it is refunded in full.</param>
public sealed record Capture(
    string ProviderId,
    [property: JsonPropertyName("k")] int CheckoutNumber,
    Money Gross,
    Money ProcessingFee,
    DateTimeOffset At,
    bool Late)
{
    /// <summary>When the provider made it, UTC, under which it lists it; null in captures from before this was kept.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>Gross less the fees that the seller bears.</summary>
    public Money SellerShare(OrderTerms terms) =>
        Gross - terms.PlatformFee(Gross) - (terms.SellerBearsProcessingFee ? ProcessingFee : Money.Zero(Gross.Currency));
}
