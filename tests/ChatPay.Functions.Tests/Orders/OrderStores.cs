using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Orchestrations.Watchdog;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The store of orders with every index that the app gives it.</summary>
internal static class OrderStores
{
    public static OrderStore Of(ChatPayTables tables, Queues queues, TimeProvider time) =>
        new(
            tables,
            queues,
            [
                new OrderIndex(tables),
                new SellerOrderIndex(tables, time),
                new DeadlineIndex(tables, time),
                new MovementIndex(tables),
                new DebtIndex(tables),
                new DuePayouts(tables),
                new OrderSearchIndex(tables),
            ],
            FollowUp(queues, time),
            time);

    public static CommitFollowUp FollowUp(Queues queues, TimeProvider time) =>
        new(queues, Driver, time, NullLogger<CommitFollowUp>.Instance);

    public static OrderDriver Driver { get; } = new(NullLogger<OrderDriver>.Instance);
}
