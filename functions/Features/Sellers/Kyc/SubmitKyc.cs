using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Takes the seller's identity data into the vault. The account's row gets the reference, the answer not even that.</summary>
public sealed class SubmitKyc(
    SellerStore sellers,
    SellerSecrets secrets,
    IdentityVault vault,
    ISanctionsScreening screening,
    SanctionsHits hits,
    DueDays days,
    SellerAnswers answers,
    IOptions<KycPolicy> policy,
    TimeProvider time)
{
    [Function(nameof(SubmitKyc))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/kyc")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var sellerId = Caller.Of(request.HttpContext).SellerId;
        var data = KycChecks.Check(
            await Body.ReadAsync<KycForm>(request, cancellationToken),
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

        // Refused before anything is written, when it can be known.
        var before = await sellers.GetAsync(sellerId, cancellationToken);
        var now = time.GetUtcNow();
        var validUntil = policy.Value.ValidUntil(now);
        SellerTransitions.SubmitKyc(before.Seller, "", now, validUntil);

        var screened = await screening.ScreenAsync(data, cancellationToken);
        if (screened == Screening.Listed)
            await hits.HoldAsync(sellerId, cancellationToken);
        await ReviewExpiringKyc.PlanAsync(days, policy.Value, sellerId, validUntil, cancellationToken);
        var reference = vault.NewReference();
        return answers.Ok(await secrets.KeepAsync(
            sellerId,
            reference,
            () => vault.KeepAsync(reference, data, validUntil, cancellationToken),
            seller => SellerTransitions.SubmitKyc(seller, reference, now, validUntil, screened),
            cancellationToken,
            // The hold has changed the row since it was read.
            etag => EntityTags.RequireMatch(request, screened == Screening.Listed ? before.ETag : etag)));
    }
}
