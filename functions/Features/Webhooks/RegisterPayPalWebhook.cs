using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>An operator has PayPal send the events that this app takes in to this app. Said twice, it is done once; a registration of the
/// same address is changed, others are left alone.</summary>
public sealed class RegisterPayPalWebhook(PayPalClient payPal, IOptions<PayPalOptions> options, IOptions<PublicAddress> address)
{
    /// <summary>What <see cref="HandlePayPalEvent"/> takes up.</summary>
    public static readonly IReadOnlyList<string> EventTypes =
    [
        "CHECKOUT.ORDER.APPROVED",
        "CHECKOUT.ORDER.COMPLETED",
        "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
        "PAYMENT.CAPTURE.COMPLETED",
        "PAYMENT.CAPTURE.PENDING",
        "PAYMENT.CAPTURE.DECLINED",
        "PAYMENT.CAPTURE.DENIED",
        "PAYMENT.CAPTURE.REFUNDED",
        "PAYMENT.CAPTURE.REVERSED",
        "PAYMENT.PAYOUTSBATCH.DENIED",
        "PAYMENT.PAYOUTSBATCH.PROCESSING",
        "PAYMENT.PAYOUTSBATCH.SUCCESS",
        "PAYMENT.PAYOUTS-ITEM.SUCCEEDED",
        "PAYMENT.PAYOUTS-ITEM.UNCLAIMED",
        "PAYMENT.PAYOUTS-ITEM.RETURNED",
        "PAYMENT.PAYOUTS-ITEM.FAILED",
        "PAYMENT.PAYOUTS-ITEM.DENIED",
        "PAYMENT.PAYOUTS-ITEM.BLOCKED",
        "PAYMENT.PAYOUTS-ITEM.HELD",
        "PAYMENT.PAYOUTS-ITEM.CANCELED",
        "PAYMENT.PAYOUTS-ITEM.REFUNDED",
        "CUSTOMER.DISPUTE.CREATED",
        "CUSTOMER.DISPUTE.UPDATED",
        "CUSTOMER.DISPUTE.RESOLVED",
        "MERCHANT.ONBOARDING.COMPLETED",
        "MERCHANT.PARTNER-CONSENT.REVOKED",
        "CUSTOMER.ACCOUNT-LIMITATION.ADDED",
        "CUSTOMER.ACCOUNT-LIMITATION.ESCALATED",
        "CUSTOMER.ACCOUNT-LIMITATION.UPDATED",
        "CUSTOMER.ACCOUNT-LIMITATION.LIFTED",
    ];

    /// <param name="Id">PayPal's id of the registration.</param>
    /// <param name="Url">Where events are sent.</param>
    /// <param name="EventTypes">Which.</param>
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
        List<PayPalEventType> types = [.. EventTypes.Select(t => new PayPalEventType(t))];
        var key = Ids.Derived("whk", Url.AbsoluteUri, string.Join(' ', EventTypes));
        if (await FindAsync(cancellationToken) is not { } there)
        {
            try
            {
                return await payPal.CreateWebhookAsync(new PayPalWebhookRegistration(Url, types), key, cancellationToken);
            }
            catch (PayPalRefusedException e) when (e.Name == "WEBHOOK_URL_ALREADY_EXISTS")
            {
                // Another call was faster, or an attempt of this one whose answer was lost.
                if (await FindAsync(cancellationToken) is not { } made)
                    throw;
                there = made;
            }
        }

        return there.EventTypes.Select(t => t.Name).ToHashSet().SetEquals(EventTypes)
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
