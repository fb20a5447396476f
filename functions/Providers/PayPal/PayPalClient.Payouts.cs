using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    private const int PayoutPageSize = 500;

    /// <summary>Sends a batch. Acceptance does not mean that anyone was paid: read its items.</summary>
    /// <exception cref="PayPalRefusedException">One invalid item rejects the whole batch (see the issues); or the batch id was used
    /// before (see <see cref="PayPalRefusedException.OriginalPayoutBatchId"/>).</exception>
    public async Task<PayPalPayoutHeader> CreatePayoutAsync(PayPalPayoutRequest payout, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payout, PayPalJson.Default.PayPalPayoutRequest);
        var made = await CallAsync(
            PayPalCall.Post("send the payouts", "v1/payments/payouts", requestId, body), PayPalJson.Default.PayPalPayout, cancellation);
        return made.BatchHeader;
    }

    /// <summary>A batch with all its items, read page by page.</summary>
    public async Task<PayPalPayoutBatch> GetPayoutAsync(string batchId, CancellationToken cancellation)
    {
        List<PayPalPayoutItem> items = [];
        for (var number = 1; ; number++)
        {
            var page = await GetPayoutPageAsync(batchId, number, PayoutPageSize, cancellation);
            items.AddRange(page.Items ?? []);
            var isLast = page.TotalPages is { } pages ? number >= pages : page.Items is not { Count: PayoutPageSize };
            if (isLast || page.Items is not { Count: > 0 }) return new PayPalPayoutBatch(page.BatchHeader, items);
        }
    }

    /// <summary>One page of a batch, counted from 1.</summary>
    public Task<PayPalPayoutPage> GetPayoutPageAsync(string batchId, int page, int pageSize, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read(
                "show the payouts",
                $"v1/payments/payouts/{Segment(batchId)}?page={page}&page_size={pageSize}&total_required=true"),
            PayPalJson.Default.PayPalPayoutPage,
            cancellation);

    /// <summary>The current state of one item.</summary>
    public Task<PayPalPayoutItem> GetPayoutItemAsync(string itemId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the payout", $"v1/payments/payouts-item/{Segment(itemId)}"),
            PayPalJson.Default.PayPalPayoutItem,
            cancellation);

    /// <summary>Cancels an unclaimed item; refused in any other state.</summary>
    public Task<PayPalPayoutItem> CancelPayoutItemAsync(string itemId, string requestId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Post("cancel the payout", $"v1/payments/payouts-item/{Segment(itemId)}/cancel", requestId, "{}"u8.ToArray()),
            PayPalJson.Default.PayPalPayoutItem,
            cancellation);
}
