using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>The extension point for sanctions screening: called once for each submission, with the data just submitted, which goes
/// nowhere else for it. Put an adapter into this folder, the only one that sees identity data, and register it instead of
/// <see cref="NoScreening"/>.</summary>
public interface ISanctionsScreening
{
    /// <exception cref="OutageException">The screening is unavailable: the submission is refused with 503, and nothing is
    /// stored.</exception>
    Task<Screening> ScreenAsync(IdentityData data, CancellationToken cancellationToken);
}

/// <summary>No screening is set up.</summary>
internal sealed class NoScreening : ISanctionsScreening
{
    public Task<Screening> ScreenAsync(IdentityData data, CancellationToken cancellationToken) => Task.FromResult(Screening.NotScreened);
}
