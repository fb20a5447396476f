using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The rows of an order's partition, and how a change becomes one entity-group transaction.</summary>
internal static class OrderRows
{
    public const string State = "order";
    public const string Ledger = "ledger-";
    public const string Timeline = "event-";
    public const string Outbox = "outbox-";

    /// <summary>The actions that write a change: ledger and timeline rows are inserted and never changed. A ledger row that already
    /// exists fails the whole transaction, so that no cause is booked twice.</summary>
    /// <returns>The order to write, the actions, and the outbox rows among them by key.</returns>
    public static (Order Next, List<TableTransactionAction> Actions, Dictionary<string, OutboxRow> Promises) For(
        OrderChange change, DateTimeOffset now)
    {
        var order = change.Order;
        var actions = new List<TableTransactionAction>();
        var promises = new Dictionary<string, OutboxRow>(StringComparer.Ordinal);
        foreach (var transaction in change.Ledger)
            Insert(Documents.ToRow(order.Id, Ledger + transaction.Id, transaction));

        foreach (var entry in change.Events.Select(e => new TimelineEntry(Next(), now, e)))
        {
            Insert(Documents.ToRow(order.Id, Timeline + Number(entry.Number), entry));
            Promise(new OutboxRow { Notice = new OrderNotice(order.Id, order.ConversationId, order.SellerId, entry) });
        }

        foreach (var start in change.Starts)
            Promise(new OutboxRow { Start = start, News = start.Name == OrderOrchestrations.Order ? News() : null });
        foreach (var signal in change.Events.SelectMany(e => OrderEventCatalogue.Of(e.Type).Wakes).Distinct())
            Promise(new OutboxRow { Signal = signal, News = News() });
        return (order, actions, promises);

        string News() => OrderProgress.Of(order).ToNews();
        void Insert(TableEntity row) => actions.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
        void Promise(OutboxRow row)
        {
            var key = Outbox + Number(Next());
            Insert(Documents.ToRow(order.Id, key, row));
            promises.Add(key, row);
        }

        int Next()
        {
            order = order with { Rows = order.Rows + 1 };
            return order.Rows;
        }
    }

    private static string Number(int n) => n.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
}
