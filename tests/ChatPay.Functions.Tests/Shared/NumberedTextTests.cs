using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using CsCheck;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>Postings of the same instant are listed in the order of their numbers.</summary>
public sealed class NumberedTextTests
{
    private static readonly string[] InOrder =
    [
        "ord-1-case-PP-D-1-1",
        "ord-1-case-PP-D-1-2",
        "ord-1-case-PP-D-1-11",
        "ord-1-refund-2",
        "ord-1-refund-2-completed",
        "ord-1-refund-11",
    ];

    [Fact]
    public void Ids_AreSortedByTheirNumbers() => Assert.Equal(InOrder, InOrder.Order(StringComparer.Ordinal).Order(NumberedText.Order));

    [Fact]
    public void AnyIds_HaveOneOrder() => Gen.Char["019-a"].Array[0, 6].Select(c => new string(c)).Array[3].Sample(ids =>
    {
        var (a, b, c) = (ids[0], ids[1], ids[2]);
        var order = NumberedText.Order;
        Assert.Equal(a == b, order.Compare(a, b) == 0);
        Assert.Equal(Math.Sign(order.Compare(a, b)), -Math.Sign(order.Compare(b, a)));
        Assert.False(order.Compare(a, b) < 0 && order.Compare(b, c) < 0 && order.Compare(a, c) >= 0);
    });

    [Fact]
    public void Statement_ListsTheBookingsOfOneMomentInTheirOrder()
    {
        var lines = InOrder
            .Reverse()
            .Select(id => new StatementLine(ScriptedSale.Start, "ord-1", id, "", ScriptedSale.Usd("1.00")))
            .ToList();
        Assert.Equal(
            InOrder,
            Statement.Of(ScriptedSale.Start, ScriptedSale.Start.AddDays(1), ScriptedSale.Usd("6.00"), lines).Lines.Select(l => l.Id));
    }

    [Fact]
    public async Task Ledger_ListsTheBookingsOfOneMomentInTheirOrder()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var ledger = InOrder.Select(id => new LedgerTransaction(id, "", ScriptedSale.Start, [])).ToList();
        await orders.CreateAsync(new OrderChange(ScriptedSale.Paid().Order) { Ledger = ledger }, TestContext.Current.CancellationToken);
        Assert.Equal(InOrder, (await orders.LedgerAsync(ScriptedSale.OrderId, TestContext.Current.CancellationToken)).Select(t => t.Id));
    }
}
