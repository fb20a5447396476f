using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Instagram no longer accepts a seller's token: it is deleted, and the seller is asked to reconnect. Pending messages
/// keep waiting.</summary>
public sealed class LoseInstagramConnection(SellerSecrets secrets, Queues queues, TimeProvider time)
{
    /// <param name="sellerId">The seller's id.</param>
    /// <param name="tokenReference">The token that was refused; if another has replaced it, nothing happens.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Cancels the call; it is idempotent.</param>
    public async Task RunAsync(string sellerId, string tokenReference, InstagramLoss why, CancellationToken cancellationToken)
    {
        var after = await secrets.ChangeAsync(
            sellerId,
            seller => SellerTransitions.LoseInstagramConnection(seller, tokenReference, time.GetUtcNow()),
            cancellationToken);
        if (after.Seller.Instagram is not { LostSince: { } since } account || account.TokenReference != tokenReference)
            return;
        var mail = new SellerMail(sellerId, SellerMailKind.InstagramLost) { Account = account.Username, Why = why };
        await queues.SendAsync(
            Queues.OutboundMail,
            new OutboundMail(Seller: mail),
            $"instagram-lost-{tokenReference}-{since.UtcTicks}",
            cancellationToken: cancellationToken);
    }
}
