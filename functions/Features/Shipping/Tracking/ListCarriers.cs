using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>The carriers whose tracking numbers are checked, and what their numbers look like. Others may be named as
/// well.</summary>
public sealed class ListCarriers
{
    /// <summary>A carrier whose tracking numbers are recognised by their format.</summary>
    /// <param name="Code">PayPal's code for the carrier.</param>
    /// <param name="Name">The display name.</param>
    /// <param name="Form">The number format in words.</param>
    /// <param name="Pattern">The number format as a regular expression, for a number in capitals without spaces, hyphens and
    /// underscores: a form can check a number while it is typed. A number that does not match is accepted all the same, and
    /// reviewed.</param>
    public sealed record CarrierView(string Code, string Name, string Form, string Pattern);

    [Function(nameof(ListCarriers))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/carriers")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, new Page<CarrierView>(
            [.. Carriers.Known.Select(c => new CarrierView(c.Code, c.Name, c.Form, c.Pattern.ToString()))], Next: null));
}
