using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>The seller has the identity data erased, and cannot sell until new data is verified. Refused while money, debt, payments or
/// disputes are open; data that tax law requires is locked until it no longer does.</summary>
public sealed class EraseKyc(
    SellerCommands commands, SellerStore sellers, StatementReader books, IdentityErasures erasures, TimeProvider time)
{
    [Function(nameof(EraseKyc))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/me/kyc")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, cancellationToken);
        var sellerId = command.Seller.Id;
        if (command.Seller.KycReference is not { } reference)
        {
            await command.ForgetAnswersAsync(cancellationToken);
            return command.Accepted();
        }

        if (await books.OpenAsync(sellerId, cancellationToken) is { Count: > 0 and var open })
            throw Problems.Conflict(
                "money-open",
                $"{open} of your orders still hold or owe money, are being paid, or are disputed: your identity data is needed until they "
                    + "are settled (GET /api/v1/sellers/me/balance).");

        var now = time.GetUtcNow();
        var erasure = new IdentityErasure
        {
            RequestedAt = now,
            EraseAt = await erasures.EraseAtAsync(sellerId, now, cancellationToken),
            Reference = reference,
        };
        await erasures.AddAsync(sellerId, erasure.EraseAt, cancellationToken);
        // The row first; then the vault locks it.
        await command.CommitAsync((seller, _) => SellerTransitions.EraseKyc(seller, erasure), cancellationToken);
        await command.ForgetAnswersAsync(cancellationToken);
        if (erasure.EraseAt <= now)
        {
            await erasures.EraseAsync(sellerId, cancellationToken);
            command.GoOnFrom(await sellers.GetAsync(sellerId, cancellationToken));
        }

        return command.Accepted();
    }
}
