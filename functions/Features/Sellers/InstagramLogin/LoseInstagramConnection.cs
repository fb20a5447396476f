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
    /// <param name="why">The reason, for the seller.</param>
    /// <param name="cancellationToken">Cancels the call; it is idempotent.</param>
    public async Task RunAsync(string sellerId, string tokenReference, string why, CancellationToken cancellationToken)
    {
        var after = await secrets.ChangeAsync(
            sellerId,
            seller => SellerTransitions.LoseInstagramConnection(seller, tokenReference, time.GetUtcNow()),
            cancellationToken);
        if (after.Seller.Instagram is not { LostSince: { } since } account || account.TokenReference != tokenReference)
            return;
        var mail = new SellerMail(
            sellerId,
            "Connect your Instagram account again",
            $"ChatPay can no longer read or send messages of @{account.Username}: {why}\n\nConnect it again in ChatPay. Until then "
                + "buyers on Instagram are not answered; what they were to be told waits.\n");
        await queues.SendAsync(
            Queues.OutboundMail,
            new OutboundMail(Seller: mail),
            $"instagram-lost-{tokenReference}-{since.UtcTicks}",
            cancellationToken: cancellationToken);
    }
}
