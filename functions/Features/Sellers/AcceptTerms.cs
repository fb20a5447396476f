using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Records that the seller accepts the terms in force, with version and time.</summary>
public sealed class AcceptTerms(SellerCommands commands, IOptions<SellerTerms> terms)
{
    [Function(nameof(AcceptTerms))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/me/terms-acceptance")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var version = (await Body.ReadAsync<TermsAcceptance>(request, cancellationToken)).Version;
        return await commands.RunAsync(
            request,
            (seller, now) => SellerTransitions.AcceptTerms(seller, version, terms.Value.CurrentVersion, now),
            cancellationToken);
    }
}

/// <summary>The body.</summary>
/// <param name="Version">The version that the seller has read and accepts.</param>
public sealed record TermsAcceptance(string Version);
