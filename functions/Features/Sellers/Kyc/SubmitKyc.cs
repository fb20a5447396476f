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

        var command = await commands.BeginUnmatchedAsync(request, cancellationToken);
        var (now, reference) = (time.GetUtcNow(), vault.NewReference());
        var validUntil = policy.Value.ValidUntil(now);
        // A screening costs money: counted before it, whatever becomes of the data. A hit holds the seller even if the data is then
        // refused because of If-Match.
        var begun = await command.BeginSecretAsync(reference, seller => Submit(seller), cancellationToken, onAnyVersion: true);
        var screened = await screening.ScreenAsync(data, cancellationToken);
        if (screened == Screening.Listed)
            await hits.HoldAsync(command, cancellationToken);
        await command.KeepAsync(begun, WriteAsync, seller => Submit(seller, screened), cancellationToken);
        return command.Answer();

        SellerDecision Submit(Seller seller, Screening found = Screening.NotScreened) =>
            SellerTransitions.SubmitKyc(seller, reference, now, validUntil, found);

        async Task WriteAsync()
        {
            await ReviewExpiringKyc.PlanAsync(days, policy.Value, command.Seller.Id, validUntil, cancellationToken);
            await vault.KeepAsync(reference, data, validUntil, cancellationToken);
        }
    }
}
