using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    private const string Webhooks = "v1/notifications/webhooks";

    /// <summary>The app's webhook registrations.</summary>
    public async Task<IReadOnlyList<PayPalWebhookRegistration>> ListWebhooksAsync(CancellationToken cancellation) =>
        (await CallAsync(PayPalCall.Read("list the webhooks", Webhooks), PayPalJson.Default.PayPalWebhookList, cancellation)).Webhooks
        ?? [];

    /// <summary>Registers a webhook. PayPal refuses a second one with the same URL.</summary>
    public Task<PayPalWebhookRegistration> CreateWebhookAsync(
        PayPalWebhookRegistration webhook,
        string requestId,
        CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Post(
                "register the webhook",
                Webhooks,
                requestId,
                JsonSerializer.SerializeToUtf8Bytes(webhook, PayPalJson.Default.PayPalWebhookRegistration)),
            PayPalJson.Default.PayPalWebhookRegistration,
            cancellation);

    /// <summary>Changes the events that it is sent.</summary>
    public Task<PayPalWebhookRegistration> ChangeWebhookAsync(
        string webhookId, IReadOnlyList<PayPalEventType> types, string requestId, CancellationToken cancellation)
    {
        PayPalEventTypesPatch[] patch = [PayPalEventTypesPatch.Of(types)];
        return CallAsync(
            new PayPalCall(
                "change the webhook", HttpMethod.Patch, $"{Webhooks}/{Segment(webhookId)}", requestId,
                JsonSerializer.SerializeToUtf8Bytes(patch, PayPalJson.Default.PayPalEventTypesPatchArray)),
            PayPalJson.Default.PayPalWebhookRegistration,
            cancellation);
    }

    /// <summary>Deletes a registration.</summary>
    public Task DeleteWebhookAsync(string webhookId, string requestId, CancellationToken cancellation) =>
        SendAsync(new PayPalCall("end the webhook", HttpMethod.Delete, $"{Webhooks}/{Segment(webhookId)}", requestId), cancellation);
}
