using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Who the caller is to this app: what a client needs to know which of the parties it speaks for.</summary>
public sealed class WhoAmI
{
    /// <summary>The caller, as the token says.</summary>
    /// <param name="Roles">What the token lets the caller be; those that are not of this app are left out.</param>
    /// <param name="BuyerId"><c>byr-…</c>; null without the role.</param>
    /// <param name="SellerId"><c>sel-…</c>; null without the role. Whether the seller is registered is another question.</param>
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
