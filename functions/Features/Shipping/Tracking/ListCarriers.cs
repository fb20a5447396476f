using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>The carriers whose tracking numbers are checked, and what their numbers look like. Others may be named as well.</summary>
public sealed class ListCarriers
{
    [Function(nameof(ListCarriers))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/carriers")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, new Page<Carrier>(Carriers.Known, Next: null));
}
