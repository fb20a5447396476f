using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>Finds orders that owe and that no hint names: nobody would ever net their debt. It looks at every order that holds or owes
/// something, one read each, and takes those that do neither any more off that list, so that it does not grow with what exists. What has no
/// deadline entered, from before there were any, gets one here.</summary>
public sealed class FindForgottenDebts(SellerOrderIndex books, DebtIndex debts, OrderStore orders, ILogger<FindForgottenDebts> log)
{
    /// <param name="known">The orders that a hint names.</param>
    /// <param name="cancellationToken">Cancels the call; the next night goes on.</param>
    /// <returns>The seller and the order of each hint that was added.</returns>
    public async Task<IReadOnlyList<(string SellerId, string OrderId)>> RunAsync(
        IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var added = new List<(string SellerId, string OrderId)>();
        await foreach (var hint in books.AllOpenAsync(cancellationToken))
        {
            try
            {
                var order = (await orders.FindAsync(hint.RowKey, cancellationToken))?.Order;
                if (order is { Watched: false })
                    order = (await orders.ChangeAsync(order.Id, Watch, cancellationToken)).Order;
                if (known.Contains(hint.RowKey))
                    continue;
                if (order is not { IsUnsettled: true })
                {
                    await books.RemoveAsync(hint, cancellationToken);
                }
                else if (order.Debt.MinorUnits > 0)
                {
                    await debts.AddAsync(order.SellerId, order.Id, cancellationToken);
                    added.Add((order.SellerId, order.Id));
                    log.LogError("Order {OrderId} owes {Debt}, and was on no list of debts; it is again.", order.Id, order.Debt);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogError(e, "Whether order {OrderId} owes something could not be seen; the next night tries again.", hint.RowKey);
            }
        }

        return added;
    }

    // Each write of an order enters its deadline.
    private static Decision Watch(Order order) => order.Watched ? Decision.Nothing : new OrderChange(order);
}
