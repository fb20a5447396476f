using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>
/// The place where a screening of sanctions lists is put in: it is asked once for each submission, with the data that was just handed in,
/// which goes nowhere else for it. Put an adapter into this folder, which alone sees identity data, and register it in place of
/// <see cref="NoScreening"/>.
/// </summary>
public interface ISanctionsScreening
{
    /// <exception cref="OutageException">It cannot be asked now: the submission is refused with 503, and nothing is kept.</exception>
    Task<Screening> ScreenAsync(IdentityData data, CancellationToken cancellationToken);
}

/// <summary>None is set up.</summary>
internal sealed class NoScreening : ISanctionsScreening
{
    public Task<Screening> ScreenAsync(IdentityData data, CancellationToken cancellationToken) => Task.FromResult(Screening.NotScreened);
}
