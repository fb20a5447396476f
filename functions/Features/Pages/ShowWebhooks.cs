using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The webhooks from PayPal and Instagram, and the events for other systems.</summary>
public sealed class ShowWebhooks(IOptions<PublicAddress> address)
{
    [Function(nameof(ShowWebhooks))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/webhooks")] HttpRequest request) =>
        DocsPage.Of(
            request.HttpContext,
            DocsPage.Webhooks,
            "Webhooks and events",
            $"""
            <p>What happens outside reaches ChatPay by <a href="#received">webhooks of PayPal and Instagram</a>. What happens to orders
            reaches other systems as <a href="#sent">events</a>, on a topic or to be asked for.</p>
            {ReceivedWebhooks.Html}
            {SentEvents.Html(address.Value.Of(""))}
            """);
}
