using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Orders;

/// <summary>The orders of a participant, newest first. An entry is written before its order and is a hint: the order decides. A
/// participant's partition is split by month, so that a busy seller's never grows hot.</summary>
public sealed class OrderIndex(ChatPayTables tables)
{
    /// <summary>Adds the order to its buyer's and its seller's lists; a repeat changes nothing.</summary>
    public async Task AddAsync(Order order, CancellationToken cancellationToken)
    {
        foreach (var participant in new[] { order.BuyerId, order.SellerId })
        {
            await tables.Indexes.UpsertEntityAsync(
                new TableEntity(Partition(participant, order.SentAt), Row(order)), TableUpdateMode.Replace, cancellationToken);
        }
    }

    private static string Partition(string participant, DateTimeOffset at) =>
        $"orders-{participant}-{at.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture)}";

    // Row keys sort ascending; the time is turned round so that the newest comes first.
    private static string Row(Order order) =>
        $"{(DateTimeOffset.MaxValue.Ticks - order.SentAt.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)}-{order.Id}";
}
