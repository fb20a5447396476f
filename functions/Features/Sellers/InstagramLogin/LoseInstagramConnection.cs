using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Instagram does not let us in any more with a seller's token: it is deleted, and the seller is told to connect again. What waits
/// to be sent goes on waiting.</summary>
public sealed class LoseInstagramConnection(SellerSecrets secrets, Queues queues, TimeProvider time)
{
    /// <param name="sellerId">The seller.</param>
    /// <param name="tokenReference">The token that was refused; when another has taken its place, nothing is lost.</param>
    /// <param name="why">For the seller.</param>
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
