using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The links with which a seller marks an order as shipped from a mail: signed, for one order and one shipment, and valid
/// as long as the order can be shipped at all.</summary>
public sealed class ShipLinks(LinkSigner signer, IOptions<PublicAddress> address)
{
    private const string Purpose = "ship";

    /// <summary>The link for this order.</summary>
    public async Task<Uri> OfAsync(Order order, CancellationToken cancellationToken)
    {
        var token = await signer.SignAsync(Purpose, order.Id, order.Capture!.At + order.Terms.ShipWithinAtMost, cancellationToken);
        return address.Value.Of($"ship/{token}");
    }

    /// <summary>The order that a link is for.</summary>
    /// <exception cref="ProblemException">404: the link was altered, or has expired.</exception>
    public async Task<string> OrderOfAsync(string token, CancellationToken cancellationToken) =>
        await signer.VerifyAsync(Purpose, token, cancellationToken)
        ?? throw new ProblemException(
            404,
            "link-invalid",
            "This link is not valid, or no longer: sign in to ChatPay and mark the order there.");
}
