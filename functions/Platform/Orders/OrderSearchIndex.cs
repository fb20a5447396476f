using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The orders by tracking number and PayPal id. Written before the order, and only a hint: the order decides. A key is a
/// hash, since a tracking number leads to a person's address; a change writes only what it adds.</summary>
public sealed class OrderSearchIndex(ChatPayTables tables) : IOrderIndex
{
    /// <inheritdoc/>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> entered = before is { Findable: true } ? KeysOf(before) : new HashSet<string>();
        return Task.WhenAll(KeysOf(change.Order).Except(entered).Select(key => tables.Indexes.UpsertEntityAsync(
            new TableEntity(key, change.Order.Id), TableUpdateMode.Replace, cancellationToken)));
    }

    /// <inheritdoc/>
    public Order Noted(OrderChange change) => change.Order with { Findable = true };

    /// <summary>The ids of the orders that may have this key.</summary>
    /// <param name="key">From <see cref="OfTracking"/> or <see cref="OfPayPal"/>.</param>
    /// <param name="after">The order after which the list begins; null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<string> ListAsync(
        string key, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey gt {after ?? ""}");
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return row.RowKey;
    }

    /// <summary>The key of a tracking number, however it is spaced.</summary>
    public static string OfTracking(string number) =>
        Ids.Derived("find", "tracking", new string([.. number.Where(char.IsLetterOrDigit)]).ToUpperInvariant());

    /// <summary>The key of a PayPal id: of a checkout, capture, refund, reversal, payout item or dispute.</summary>
    public static string OfPayPal(string id) => Ids.Derived("find", "paypal", id.Trim().ToUpperInvariant());

    /// <summary>The keys under which an order can be found.</summary>
    public static IReadOnlySet<string> KeysOf(Order order) => PayPalIdsOf(order).OfType<string>().Select(OfPayPal)
        .Concat(order.Shipments.Select(shipment => shipment.TrackingNumber).OfType<string>().Select(OfTracking))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string?> PayPalIdsOf(Order order) =>
    [
        .. order.Checkouts.Select(checkout => checkout.ProviderOrderId),
        order.Capture?.ProviderId,
        .. order.Refunds.Select(refund => refund.ProviderId),
        .. order.HeardRefunds.Select(heard => heard.Id),
        .. order.Disputes.Select(dispute => dispute.Id),
        .. order.Disputes.SelectMany(dispute => dispute.OwnReversals),
        .. order.Payouts.Select(payout => payout.ProviderItemId),
    ];
}
