using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Who the caller is to this app: what a client needs to know which party it acts for.</summary>
public sealed class WhoAmI
{
    /// <summary>The caller, as the token says.</summary>
    /// <param name="Roles">The roles that the token grants; those that are not of this app are omitted.</param>
    /// <param name="BuyerId"><c>byr-…</c>; null without the role.</param>
    /// <param name="SellerId"><c>sel-…</c>; null without the role. It does not mean that the seller is registered.</param>
    public sealed record Me(IReadOnlyList<Role> Roles, string? BuyerId, string? SellerId);

    [Function(nameof(WhoAmI))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/me")] HttpRequest http)
    {
        var caller = Caller.Of(http.HttpContext);
        return Answers.OkUnlessKnown(http, new Me(
            [.. caller.Roles.Order()],
            caller.Is(Role.Buyer) ? caller.BuyerId : null,
            caller.Is(Role.Seller) ? caller.SellerId : null));
    }
}
