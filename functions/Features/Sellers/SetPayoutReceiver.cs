using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The seller changes the PayPal account that payouts go to; payouts in flight still go to the previous one. The account
/// has to be verified, payouts wait for the cooling-off time, and the seller is notified: whoever has stolen a token is not
/// paid.</summary>
public sealed class SetPayoutReceiver(
    SellerCommands commands, SellerNotices notices, IOptions<SellerTerms> terms, TimeProvider time)
{
    /// <param name="PayPalMerchantId">The account's merchant id.</param>
    public sealed record Request(string PayPalMerchantId);

    [Function(nameof(SetPayoutReceiver))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/payout-receiver")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var id = (await Body.ReadAsync<Request>(request, cancellationToken)).PayPalMerchantId;
        var faults = new FieldFaults();
        RegisterSeller.CheckMerchantId(id, faults);
        faults.ThrowIfAny();
        var (now, coolingOff) = (time.GetUtcNow(), terms.Value.ReceiverCoolingOff);
        var command = await commands.BeginAsync(request, cancellationToken);
        if (command.Try(Set).ReceiverChangedAt == now)
            await notices.EnqueueReceiverChangedAsync(command.Seller.Id, id, now, now + coolingOff, cancellationToken);
        return await command.ChangeAsync(Set, cancellationToken);

        // The notice refers to the time that the row shows.
        SellerDecision Set(Seller seller, DateTimeOffset _) => SellerTransitions.SetReceiver(seller, id, now, coolingOff);
    }
}
