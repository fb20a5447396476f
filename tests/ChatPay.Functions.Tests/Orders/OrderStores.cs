using ChatPay.Functions.Orders;
using ChatPay.Functions.Orders.Watchdog;
using ChatPay.Functions.Payouts.Netting;
using ChatPay.Functions.Reconciliation;
using ChatPay.Functions.SellerBooks;
using ChatPay.Functions.Shared.Messaging;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The store of orders with every index that the app gives it.</summary>
internal static class OrderStores
{
    public static OrderStore Of(ChatPayTables tables, Queues queues, TimeProvider time) => new(
        tables, queues, [new BookHints(tables, time), new OrderDeadlines(tables), new MovementHints(tables), new SellerDebts(tables)], time);
}
