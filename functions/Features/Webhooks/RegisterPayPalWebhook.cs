using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>An operator registers this app's webhook at PayPal for the events that it handles. A repeat changes nothing; a
/// registration with the same URL is updated, others are left alone.</summary>
public sealed class RegisterPayPalWebhook(PayPalClient payPal, IOptions<PayPalOptions> options, IOptions<PublicAddress> address)
{
    /// <param name="Id">PayPal's id of the registration.</param>
    /// <param name="Url">Where events are sent.</param>
    /// <param name="EventTypes">The types of events that are sent.</param>
    /// <param name="ToDo">What is left to do; absent when nothing is.</param>
    public sealed record View(string Id, Uri Url, IReadOnlyList<string> EventTypes, string? ToDo);

    [Function(nameof(RegisterPayPalWebhook))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/ops/paypal-webhook")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        try
        {
            return Answers.Ok(ViewOf(await RegisterAsync(cancellationToken)));
        }
        catch (PayPalRefusedException e)
        {
            throw Problems.Refused(
                "webhook-refused",
                $"PayPal does not take {Url} ({e.Reason}): it must be an https address that PayPal can reach (Public:BaseUrl).");
        }
    }

    private Uri Url => address.Value.Of("api/webhooks/paypal");

    private async Task<PayPalWebhookRegistration> RegisterAsync(CancellationToken cancellationToken)
    {
        List<PayPalEventType> types = [.. PayPalEventTypes.All.Select(t => new PayPalEventType(t))];
        var key = Ids.Derived("whk", Url.AbsoluteUri, string.Join(' ', PayPalEventTypes.All));
        if (await FindAsync(cancellationToken) is not { } there)
        {
            try
            {
                return await payPal.CreateWebhookAsync(new PayPalWebhookRegistration(Url, types), key, cancellationToken);
            }
            catch (PayPalRefusedException e) when (e.Name == "WEBHOOK_URL_ALREADY_EXISTS")
            {
                // Another call was faster, or an earlier attempt of this one whose response was lost.
                if (await FindAsync(cancellationToken) is not { } made)
                    throw;
                there = made;
            }
        }

        return there.EventTypes.Select(t => t.Name).ToHashSet().SetEquals(PayPalEventTypes.All)
            ? there
            : await payPal.ChangeWebhookAsync(there.Id!, types, key, cancellationToken);
    }

    private async Task<PayPalWebhookRegistration?> FindAsync(CancellationToken cancellationToken) =>
        (await payPal.ListWebhooksAsync(cancellationToken)).FirstOrDefault(w => w.Id is not null && w.Url == Url);

    private View ViewOf(PayPalWebhookRegistration registered)
    {
        var toDo =
            registered.Id == options.Value.WebhookId
                ? null
                : $"Set PayPal:WebhookId to {registered.Id} and start the app again: until then it refuses these events, because their "
                    + "signatures cover that id.";
        return new View(registered.Id!, registered.Url, [.. registered.EventTypes.Select(t => t.Name)], toDo);
    }
}
