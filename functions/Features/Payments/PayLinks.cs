using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Payments;

/// <summary>The links with which a buyer pays without an account, and returns from the provider: signed, for one order, and valid
/// until the request and everything begun under it is over.</summary>
public sealed class PayLinks(LinkSigner signer, IOptions<PublicAddress> address)
{
    private const string Purpose = "pay";

    /// <summary>The link on which the buyer starts to pay.</summary>
    public async Task<Uri> PayAsync(Order order, CancellationToken cancellationToken) => Of(await TokenAsync(order, cancellationToken), "");

    /// <summary>Where the provider redirects the buyer after approving, and otherwise.</summary>
    public async Task<(Uri Return, Uri Cancel)> BackAsync(Order order, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(order, cancellationToken);
        return (Of(token, "/return"), Of(token, "/cancel"));
    }

    /// <summary>The order that a link is for.</summary>
    /// <exception cref="ProblemException">404: the link was altered, or has expired.</exception>
    public async Task<string> OrderOfAsync(string token, CancellationToken cancellationToken) =>
        await signer.VerifyAsync(Purpose, token, cancellationToken)
        ?? throw new ProblemException(
            404,
            "link-invalid",
            "This link is not valid, or no longer: ask the seller for a new payment request.");

    // The page also shows the order's progress, so the link lasts as long as the order can: paid late, shipped late, and the hold.
    private Task<string> TokenAsync(Order order, CancellationToken cancellationToken) =>
        signer.SignAsync(
            Purpose,
            order.Id,
            order.ExpiresAt
                + order.Terms.ApprovalGrace
                + (2 * order.Terms.CheckoutGoesStaleAfter)
                + order.Terms.ShipWithinAtMost
                + order.Terms.HoldWithoutTracking,
            cancellationToken);

    private Uri Of(string token, string rest) => address.Value.Of($"pay/{token}{rest}");
}
