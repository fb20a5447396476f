using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Compares our payments and refunds with the provider's list: finds what is booked here and missing there. The cost
/// depends on what was booked since the last night, and on the days with something missing.</summary>
public sealed class CompareOrders(
    MovementIndex hints, ComparedDays compared, OrderStore orders, OperatorAlerts attention, ILogger<CompareOrders> log)
{
    /// <param name="listed">The provider's list; it begins before <paramref name="from"/>.</param>
    /// <param name="from">The start of the bookings to compare, UTC.</param>
    /// <param name="to">Their end, UTC: younger ones may not be listed yet.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether all of them were compared, whatever is missing.</returns>
    public async Task<bool> RunAsync(
        IReadOnlyList<PayPalTransactionInfo> listed,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        var there = listed.Where(t => t.HasGoneThrough).Select(t => t.TransactionId).ToHashSet(StringComparer.Ordinal);
        var (first, last) = (DueDays.DayOf(from), DueDays.DayOf(to));
        // A week without bookings costs one query.
        if (!await hints.AreAnyAsync(first, last, cancellationToken))
            return true;
        var done = await compared.FindAsync(cancellationToken);
        while (first < last && done.Contains(first))
            first = first.AddDays(1);

        var daysOf = new Dictionary<string, List<DateOnly>>(StringComparer.Ordinal);
        await foreach (var moved in hints.ListAsync(first, last, cancellationToken))
        {
            if (done.Contains(moved.Day))
                continue;
            if (!daysOf.TryGetValue(moved.OrderId, out var days))
                daysOf[moved.OrderId] = days = [];
            days.Add(moved.Day);
        }

        if (daysOf.Count == 0)
            return true;
        var looked = await Many.SelectAsync(
            daysOf.Keys, async id => (Id: id, IsThere: await TryIsThereAsync(id, there, from, to, cancellationToken)));
        var missing = looked.Where(l => l.IsThere != true).SelectMany(l => daysOf[l.Id]).ToHashSet();
        // Only days that were compared in full.
        var found = Enumerable.Range(0, last.DayNumber - first.DayNumber).Select(first.AddDays)
            .Where(day => Begin(day) >= from && !missing.Contains(day));
        var all = done.Where(day => day >= DueDays.DayOf(from)).Union(found).ToHashSet();
        if (!all.SetEquals(done))
            await compared.WriteAsync(all, cancellationToken);
        return looked.All(l => l.IsThere is not null);
    }

    // Null for an order that cannot be read. It keeps only its own days from being done.
    private async Task<bool?> TryIsThereAsync(
        string id, HashSet<string> there, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        try
        {
            return await IsThereAsync(id, there, from, to, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Order {OrderId} could not be compared; the next night tries again.", id);
            return null;
        }
    }

    /// <summary>Whether the provider's list has everything that the order has booked by now; otherwise alerts an
    /// operator.</summary>
    private async Task<bool> IsThereAsync(
        string id, HashSet<string> there, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(id, cancellationToken) is not { Order: var order })
            return true;

        var missing = Booked(order, from, to).Where(b => !there.Contains(b.ProviderId)).ToList();
        foreach (var (providerId, what) in missing)
        {
            await attention.RaiseOnceAsync(
                "not-at-provider",
                providerId,
                $"The order has booked {what}, and PayPal's list of transactions does not have it.",
                "Look it up in PayPal's dashboard. Until it is found, nothing should be shipped or paid out.",
                order.Id,
                happenedAt: null,
                cancellationToken);
        }

        return missing.Count == 0;
    }

    private static DateTimeOffset Begin(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    // The provider lists by the time at which something was made. What was booked long after it is beyond the list.
    private static IEnumerable<(string ProviderId, string What)> Booked(Order order, DateTimeOffset from, DateTimeOffset to)
    {
        if (order.Capture is { } capture && IsListed(capture.MadeAt ?? capture.At))
            yield return (capture.ProviderId, $"the payment {capture.ProviderId} of {capture.Gross}");
        // Without an id nothing was made there: lines without a price were given up, or an operator paid the buyer another way.
        foreach (var refund in order.Refunds.Where(r => r.CompletedAt is not null && r.ProviderId is not null))
        {
            if (IsListed(refund.MadeAt ?? refund.CompletedAt!.Value))
                yield return (refund.ProviderId!, $"the refund {refund.ProviderId} of {refund.Amount}");
        }

        bool IsListed(DateTimeOffset at) => at >= from && at <= to;
    }
}
