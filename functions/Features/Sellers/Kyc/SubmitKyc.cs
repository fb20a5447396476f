using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Stores the seller's identity data in the vault. The account's row gets the reference, the response not even
/// that.</summary>
public sealed class SubmitKyc(
    SellerCommands commands,
    IdentityVault vault,
    ISanctionsScreening screening,
    SanctionsHits hits,
    DueDays days,
    IOptions<KycPolicy> policy,
    TimeProvider time)
{
    [Function(nameof(SubmitKyc))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/kyc")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var data = KycChecks.Check(
            await Body.ReadAsync<KycForm>(request, cancellationToken),
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

        // A hit holds the seller even if the data is then refused because of If-Match.
        var command = await commands.BeginUnmatchedAsync(request, cancellationToken);
        // Refused before anything is written, where that can be determined.
        var now = time.GetUtcNow();
        var validUntil = policy.Value.ValidUntil(now);
        var sellerId = command.Try((seller, _) => SellerTransitions.SubmitKyc(seller, "", now, validUntil)).Id;

        var screened = await screening.ScreenAsync(data, cancellationToken);
        if (screened == Screening.Listed)
            command.GoOnFrom(await hits.HoldAsync(sellerId, cancellationToken));
        await ReviewExpiringKyc.PlanAsync(days, policy.Value, sellerId, validUntil, cancellationToken);
        var reference = vault.NewReference();
        await command.KeepAsync(
            reference,
            () => vault.KeepAsync(reference, data, validUntil, cancellationToken),
            seller => SellerTransitions.SubmitKyc(seller, reference, now, validUntil, screened),
            cancellationToken);
        return command.Answer();
    }
}
