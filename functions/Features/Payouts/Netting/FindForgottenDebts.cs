using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>Finds orders that owe without a hint, whose debt would never be netted, and adds the hint. It also removes orders that
/// no longer hold or owe anything from the list of those that do, so that the list does not grow with the number of orders. Both
/// follow from money that has moved, so it reads the orders that moved some since the night before, once each. Orders that only
/// wait cost nothing.</summary>
/// <remarks>The first night reads everything that holds or owes something, to find what an earlier version has left, and orders
/// without an indexed deadline, from before that index. So does the night after its mark was deleted (decision 41).</remarks>
public sealed class FindForgottenDebts(
    SellerOrderIndex books,
    MovementIndex moved,
    DebtIndex debts,
    OrderStore orders,
    ChatPayTables tables,
    TimeProvider time,
    ILogger<FindForgottenDebts> log)
{
    /// <summary>The partition of the index that has only the mark of how far the nights have come.</summary>
    public const string Partition = "forgotten-debts";

    private const string Next = "next";
    private const string Day = "Day";
    private const string Format = "yyyy-MM-dd";

    // A booking is dated by its cause, which may be slightly older than the booking.
    private const int DaysBack = 1;

    /// <param name="known">The orders that have a hint.</param>
    /// <param name="cancellationToken">Cancels the call; the next night continues.</param>
    /// <returns>The seller and the order of each hint that was added.</returns>
    public async Task<IReadOnlyList<(string SellerId, string OrderId)>> RunAsync(
        IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var today = DueDays.DayOf(time.GetUtcNow());
        var begin = await BeginAsync(cancellationToken);
        var look = new Look(known);
        if (begin is { } day)
        {
            var ids = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var movement in moved.ListAsync(day.AddDays(-DaysBack), today, cancellationToken))
                ids.Add(movement.OrderId);
            look.HasAny = ids.Count > 0;
            await Many.ForEachAsync(ids, id => TryLookAsync(id, open: null, look, cancellationToken));
        }
        else
        {
            await Many.ForEachAsync(
                books.AllOpenAsync(cancellationToken), open => TryLookAsync(open.RowKey, open, look, cancellationToken), cancellationToken);
        }

        // More may follow today: the next night begins with it. While nothing moves, the mark need not advance: it is one query
        // either way.
        if (!look.HasFailed && begin != today && (look.HasAny || begin is null))
            await WriteAsync(today, cancellationToken);
        return look.Added;
    }

    private async Task TryLookAsync(string orderId, TableEntity? open, Look look, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(orderId, open, look, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            look.HasFailed = true;
            log.LogError(e, "Whether order {OrderId} owes something could not be determined; the next night tries again.", orderId);
        }
    }

    /// <param name="orderId">The order's id.</param>
    /// <param name="open">Its entry among the orders that hold or owe something; null when it was not read.</param>
    /// <param name="look">What is known and found so far.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    private async Task LookAsync(string orderId, TableEntity? open, Look look, CancellationToken cancellationToken)
    {
        var order = (await orders.FindAsync(orderId, cancellationToken))?.Order;
        if (order is { Watched: false })
            order = (await orders.ChangeAsync(order.Id, Watch, cancellationToken)).Order;
        if (look.Known.Contains(orderId))
            return;
        if (order is not { IsUnsettled: true })
        {
            open ??= order is null ? null : await books.FindOpenAsync(order.SellerId, order.Id, cancellationToken);
            if (open is not null)
                await books.RemoveAsync(open, cancellationToken);
        }
        else if (order.Debt.MinorUnits > 0)
        {
            await debts.AnnounceAsync(order.SellerId, order.Id, order.Debt, cancellationToken);
            look.Add(order);
            log.LogError("Order {OrderId} owes {Debt}, and was on no list of debts; it is again.", order.Id, order.Debt);
        }
    }

    // Every write of an order indexes its deadline.
    private static Decision Watch(Order order) => order.Watched ? Decision.Nothing : new OrderChange(order);

    private async Task<DateOnly?> BeginAsync(CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Indexes, Partition, Next, cancellationToken) is { } row
            ? DateOnly.ParseExact(row.GetString(Day), Format, CultureInfo.InvariantCulture)
            : null;

    private Task WriteAsync(DateOnly next, CancellationToken cancellationToken) => tables.Indexes.UpsertEntityAsync(
        new TableEntity(Partition, Next) { [Day] = next.ToString(Format, CultureInfo.InvariantCulture) },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>The state of one night's run.</summary>
    private sealed class Look(IReadOnlySet<string> known)
    {
        private readonly List<(string SellerId, string OrderId)> _added = [];

        public IReadOnlySet<string> Known { get; } = known;

        public IReadOnlyList<(string SellerId, string OrderId)> Added => _added;

        public bool HasAny { get; set; }

        public bool HasFailed { get; set; }

        public void Add(Order order)
        {
            lock (_added)
                _added.Add((order.SellerId, order.Id));
        }
    }
}
