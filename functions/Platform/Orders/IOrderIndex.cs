using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Finds orders by something other than their id. Entries are written before the order and are only hints: whoever reads
/// one reads the order, which decides.</summary>
public interface IOrderIndex
{
    /// <summary>Writes the entries that a change of an order needs, concurrently with the other indexes. A rebuild is the same
    /// call, with an order that is new to the index and a change with its whole ledger: the entries follow from these two
    /// alone.</summary>
    /// <param name="before">The order before the change; null for a new one, and for a rebuild.</param>
    /// <param name="change">What is about to be written.</param>
    /// <param name="cancellationToken">Cancels the call; the change is then not written.</param>
    Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken);

    /// <summary>Removes the entries of a new order that was not written, because another one stands under its id. Only entries that
    /// differ from those of the order that stands need to go.</summary>
    /// <param name="lost">The order that was not written.</param>
    /// <param name="stands">The order under its id.</param>
    /// <param name="cancellationToken">Cancels the call; the entries then stay, as hints that lead nowhere.</param>
    Task WithdrawAsync(Order lost, Order stands, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The order to write: that of the change, possibly with a marker of what is indexed already.</summary>
    Order Noted(OrderChange change) => change.Order;
}
