using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Compares our payments and refunds with the provider's list: finds what is booked here and missing there. The cost
/// depends on what was booked since the last night, and on the days with something missing.</summary>
public sealed class CompareOrders(
    MovementIndex hints, ComparedDays compared, OrderStore orders, PayPalClient payPal, OperatorAlerts attention,
    ILogger<CompareOrders> log)
{
    // A payment may be made on another day than it is booked.
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    /// <param name="listed">The provider's list; it begins before <paramref name="from"/>.</param>
    /// <param name="from">The start of the bookings to compare, UTC.</param>
    /// <param name="to">Their end, UTC: younger ones may not be listed yet.</param>
    /// <param name="night">What failed before is compared, too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether all of them were compared, whatever is missing, or will be tried again by themselves.</returns>
    public async Task<bool> RunAsync(
        IReadOnlyList<PayPalTransactionInfo> listed,
        DateTimeOffset from,
        DateTimeOffset to,
        ComparedNight night,
        CancellationToken cancellationToken)
    {
        var list = new Listing(
            listed.Where(t => t.HasGoneThrough).Select(t => t.TransactionId).ToHashSet(StringComparer.Ordinal), from, to);
        var (first, last) = (DueDays.DayOf(from), DueDays.DayOf(to));
        // A week without bookings costs one query.
        var done = await hints.AreAnyAsync(first, last, cancellationToken) ? await compared.FindAsync(cancellationToken) : null;
        while (done is not null && first < last && done.Contains(first))
            first = first.AddDays(1);
        var daysOf = done is null ? [] : await DaysAsync(first, last, done, cancellationToken);
        var earlier = night.Of(UncomparedKind.Order).ToDictionary(entry => entry.Id, StringComparer.Ordinal);

        var looked = await Many.SelectAsync(
            daysOf.Keys.Union(earlier.Keys),
            async id => (Id: id, IsThere: await TryIsThereAsync(id, list, earlier.GetValueOrDefault(id), cancellationToken)));
        // Before the days: what failed must not be forgotten with its day.
        var isKept = await night.EndAsync(
            UncomparedKind.Order, looked.Where(l => l.IsThere is null).Select(l => (l.Id, from, to)), cancellationToken);
        if (daysOf.Count == 0)
            return isKept;

        var missing = looked.Where(l => l.IsThere is false || (l.IsThere is null && !isKept))
            .SelectMany(l => daysOf.GetValueOrDefault(l.Id) ?? []).ToHashSet();
        // Only days that were compared in full.
        var found = Enumerable.Range(0, last.DayNumber - first.DayNumber).Select(first.AddDays)
            .Where(day => Begin(day) >= from && !missing.Contains(day));
        var all = done!.Where(day => day >= DueDays.DayOf(from)).Union(found).ToHashSet();
        if (!all.SetEquals(done!))
            await compared.WriteAsync(all, cancellationToken);
        return isKept;
    }

    /// <summary>The orders that booked something on days that are not done, each with these days.</summary>
    private async Task<Dictionary<string, List<DateOnly>>> DaysAsync(
        DateOnly first, DateOnly last, IReadOnlySet<DateOnly> done, CancellationToken cancellationToken)
    {
        var daysOf = new Dictionary<string, List<DateOnly>>(StringComparer.Ordinal);
        await foreach (var moved in hints.ListAsync(first, last, cancellationToken))
        {
            if (done.Contains(moved.Day))
                continue;
            if (!daysOf.TryGetValue(moved.OrderId, out var days))
                daysOf[moved.OrderId] = days = [];
            days.Add(moved.Day);
        }

        return daysOf;
    }

    // Null for an order that cannot be compared.
    private async Task<bool?> TryIsThereAsync(string id, Listing list, UncomparedEntry? earlier, CancellationToken cancellationToken)
    {
        // PayPal's report may be older than that of the night in which it failed.
        if (earlier?.To > list.To)
            return null;
        try
        {
            return await IsThereAsync(id, list, earlier?.From < list.From ? earlier.From : list.From, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Order {OrderId} could not be compared; the next night tries again.", id);
            return null;
        }
    }

    /// <summary>Whether the provider's list has everything that the order has booked by now; otherwise alerts an
    /// operator.</summary>
    private async Task<bool> IsThereAsync(string id, Listing list, DateTimeOffset begin, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(id, cancellationToken) is not { Order: var order })
            return true;

        var missing = 0;
        foreach (var (providerId, what, at) in Booked(order, begin, list.To))
        {
            if (list.There.Contains(providerId) || (at < list.From && await IsListedAsync(providerId, at, cancellationToken)))
                continue;
            missing++;
            await attention.RaiseOnceAsync(
                "not-at-provider",
                providerId,
                $"The order has booked {what}, and PayPal's list of transactions does not have it.",
                "Look it up in PayPal's dashboard. Until it is found, nothing should be shipped or paid out.",
                order.Id,
                happenedAt: null,
                cancellationToken);
        }

        return missing == 0;
    }

    // An order that failed for longer than the list reaches back is looked for by itself.
    private async Task<bool> IsListedAsync(string providerId, DateTimeOffset at, CancellationToken cancellationToken) =>
        (await payPal.FindTransactionsAsync(providerId, at - Around, at + Around, cancellationToken)).Any(t => t.HasGoneThrough);

    /// <param name="There">The ids of what PayPal lists.</param>
    /// <param name="From">The start of the bookings that the list covers, UTC.</param>
    /// <param name="To">Their end, UTC.</param>
    private sealed record Listing(HashSet<string> There, DateTimeOffset From, DateTimeOffset To);

    private static DateTimeOffset Begin(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    // The provider lists by the time at which something was made. What was booked long after it is beyond the list.
    private static IEnumerable<(string ProviderId, string What, DateTimeOffset At)> Booked(
        Order order, DateTimeOffset from, DateTimeOffset to)
    {
        if (order.Capture is { } capture && (capture.MadeAt ?? capture.At) is var paidAt && IsListed(paidAt))
            yield return (capture.ProviderId, $"the payment {capture.ProviderId} of {capture.Gross}", paidAt);
        // Without an id nothing was made there: lines without a price were given up, or an operator paid the buyer another way.
        foreach (var refund in order.Refunds.Where(r => r.CompletedAt is not null && r.ProviderId is not null))
        {
            var refundedAt = refund.MadeAt ?? refund.CompletedAt!.Value;
            if (IsListed(refundedAt))
                yield return (refund.ProviderId!, $"the refund {refund.ProviderId} of {refund.Amount}", refundedAt);
        }

        bool IsListed(DateTimeOffset at) => at >= from && at <= to;
    }
}
