using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Finds orders by something other than their id. Its entries are written before the order and are hints: whoever reads one reads
/// the order, which decides.</summary>
public interface IOrderIndex
{
    /// <summary>Writes the entries that a change of an order needs, at the same time as the other indexes write theirs. To write the
    /// index anew is the same with an order that nobody knows yet, whose change has its whole ledger: nothing but these two says what
    /// is to be entered.</summary>
    /// <param name="before">The order as it is; null for a new one, and when all is written anew.</param>
    /// <param name="change">What is about to be written.</param>
    /// <param name="cancellationToken">Cancels the call; the change is not written then.</param>
    Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken);

    /// <summary>The order to write: the one of the change, perhaps with a note of what is indexed already.</summary>
    Order Noted(OrderChange change) => change.Order;
}
