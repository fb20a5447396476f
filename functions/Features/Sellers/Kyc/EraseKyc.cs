using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>The seller has the identity data erased, and sells no more until new data is verified. Not while money, debt or cases are open;
/// and what tax law has kept is locked away until it need not be.</summary>
public sealed class EraseKyc(
    SellerStore sellers, SellerSecrets secrets, StatementReader books, IdentityErasures erasures, SellerAnswers answers, AnswerStore kept,
    IOptions<KycPolicy> policy, TimeProvider time)
{
    [Function(nameof(EraseKyc))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/me/kyc")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        var sellerId = caller.SellerId;
        var before = await sellers.GetAsync(sellerId, cancellationToken);
        EntityTags.RequireMatch(request, before.ETag);
        if (before.Seller.KycReference is not { } reference)
        {
            await ForgetAnswersAsync(caller, cancellationToken);
            return answers.Accepted(before);
        }

        if (await books.BalanceAsync(sellerId, cancellationToken) is { Orders: > 0 and var open })
            throw Problems.Conflict(
                "money-open",
                $"{open} of your orders still hold or owe money, or are disputed: your identity data is needed until they are settled "
                    + "(GET /api/v1/sellers/me/balance).");

        var now = time.GetUtcNow();
        var erasure = new IdentityErasure
        {
            RequestedAt = now,
            EraseAt = await EraseAtAsync(sellerId, now, cancellationToken),
            Reference = reference,
        };
        await erasures.AddAsync(sellerId, erasure.EraseAt, cancellationToken);
        // The row says so first; then the vault locks it.
        var after = await secrets.ChangeAsync(
            sellerId,
            seller => SellerTransitions.EraseKyc(seller, erasure),
            cancellationToken,
            etag => EntityTags.RequireMatch(request, etag));
        await ForgetAnswersAsync(caller, cancellationToken);
        if (erasure.EraseAt > now)
            return answers.Accepted(after);
        await erasures.EraseAsync(sellerId, cancellationToken);
        return answers.Accepted(await sellers.GetAsync(sellerId, cancellationToken));
    }

    // A repeat of what handed the data in must not be told that it is kept; and the hash of the data goes with the data.
    private Task ForgetAnswersAsync(Caller caller, CancellationToken cancellationToken) =>
        kept.ForgetAccountAsync(AnswerStore.AccountOf(caller.Subject), cancellationToken);

    /// <summary>Who has never sold has nothing kept. Otherwise it is the end of so many full years after the last one with a
    /// sale.</summary>
    private async Task<DateTimeOffset> EraseAtAsync(string sellerId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var years = policy.Value.KeepForTaxYears;
        var from = new DateTimeOffset(now.Year - years, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return await books.LastBookedAsync(sellerId, from, cancellationToken) is { } last
            ? new DateTimeOffset(last.UtcDateTime.Year + 1 + years, 1, 1, 0, 0, 0, TimeSpan.Zero)
            : now;
    }
}
