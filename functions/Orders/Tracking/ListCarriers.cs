using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders.Tracking;

/// <summary>The carriers whose tracking numbers are checked, and what their numbers look like. Others may be named as well.</summary>
public sealed class ListCarriers
{
    [Function(nameof(ListCarriers))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/carriers")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, new Page<Carrier>(Carriers.Known, Next: null));
}
