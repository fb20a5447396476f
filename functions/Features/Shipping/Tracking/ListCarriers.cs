using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>The carriers whose tracking numbers are checked, and what their numbers look like. Others may be named as well.</summary>
public sealed class ListCarriers
{
    /// <summary>A carrier whose tracking numbers are known by their form.</summary>
    /// <param name="Code">As PayPal calls it.</param>
    /// <param name="Name">For people.</param>
    /// <param name="Form">What its numbers look like, in words.</param>
    /// <param name="Pattern">The same as a regular expression, of a number without spaces, hyphens and underscores, in capitals: a form can
    /// check a number while it is typed. One that does not fit is taken all the same, and looked at.</param>
    public sealed record CarrierView(string Code, string Name, string Form, string Pattern);

    [Function(nameof(ListCarriers))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/carriers")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, new Page<CarrierView>(
            [.. Carriers.Known.Select(c => new CarrierView(c.Code, c.Name, c.Form, c.Pattern.ToString()))], Next: null));
}
