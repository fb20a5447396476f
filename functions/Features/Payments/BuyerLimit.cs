using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Payments;

/// <summary>The most a buyer may spend in seven rolling days. A checkout reserves its order's total in the buyer's partition before
/// anything else, and releases it when the order ends unpaid. Otherwise the reservation lapses seven days after the order could last be
/// paid, up to a day and the approval's grace later than seven days after the payment: recording the payment's own time would cost each
/// sale two requests more.</summary>
public sealed class BuyerLimit(ChatPayTables tables, TimeProvider time)
{
    private const string Row = "spending";
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);
    private readonly Turns _turns = new(time);

    /// <summary>Reserves the order's total; a repeat changes nothing.</summary>
    /// <exception cref="ProblemException">422: the limit would be exceeded.</exception>
    public Task ReserveAsync(Order order, CancellationToken cancellationToken) => ChangeAsync(order.BuyerId, spending =>
    {
        if (spending.Any(s => s.OrderId == order.Id))
            return spending;

        var maximum = new Money(order.Terms.BuyerSevenDayMaximum, order.Terms.Currency);
        // Orders from before the installation changed its currency are in another one, and no exchange rate is known.
        var total = spending
            .Where(s => s.Amount.Currency == order.Total.Currency)
            .Aggregate(order.Total, (sum, s) => sum + s.Amount);
        return total <= maximum
            ? [.. spending, new Reservation(order.Id, order.Total, order.ExpiresAt + order.Terms.ApprovalGrace)]
            : throw Problems.Refused(
                "buyer-limit",
                $"A buyer can spend {maximum} in seven days: wait some days, or ask the seller for a smaller request.");
    }, cancellationToken);

    /// <summary>Releases a reservation.</summary>
    public Task ReleaseAsync(Order order, CancellationToken cancellationToken) =>
        ChangeAsync(
            order.BuyerId,
            spending => spending.Any(s => s.OrderId == order.Id) ? [.. spending.Where(s => s.OrderId != order.Id)] : spending,
            cancellationToken);

    private Task ChangeAsync(
        string buyerId, Func<IReadOnlyList<Reservation>, IReadOnlyList<Reservation>> change, CancellationToken cancellationToken) =>
        _turns.TakeAsync(buyerId, () => ChangeInTurnAsync(buyerId, change, cancellationToken), cancellationToken);

    private async Task<bool> ChangeInTurnAsync(
        string buyerId, Func<IReadOnlyList<Reservation>, IReadOnlyList<Reservation>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            var row = await ChatPayTables.FindAsync(tables.Buyers, buyerId, Row, cancellationToken);
            var oldest = time.GetUtcNow() - Window;
            IReadOnlyList<Reservation> spending = row is null
                ? []
                : [.. Documents.FromRow<IReadOnlyList<Reservation>>(row).Where(s => s.At > oldest)];
            var next = change(spending);
            if (ReferenceEquals(next, spending))
                return false;

            try
            {
                var written = Documents.ToRow(buyerId, Row, next);
                if (row is null)
                    await tables.Buyers.AddEntityAsync(written, cancellationToken);
                else
                    await tables.Buyers.UpdateEntityAsync(written, row.ETag, TableUpdateMode.Replace, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // Another checkout of this buyer was faster.
            }

            await _turns.AfterAsync(attempt, cancellationToken);
        }

        throw Problems.Unavailable("The buyer's limit");
    }

    /// <param name="OrderId">The order.</param>
    /// <param name="Amount">Its total.</param>
    /// <param name="At">When it can last be paid, UTC; in reservations from before, when the checkout began.</param>
    private sealed record Reservation(string OrderId, Money Amount, DateTimeOffset At);
}
