using ChatPay.Functions.Complaints;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>An order that has grown to each of its limits fits its row, so that its deadline can still be kept.</summary>
public sealed class LargestOrderTests
{
    private const int Lines = 100;

    // The costliest text: each character is escaped.
    private static readonly string Note = new('"', 500);

    [Fact]
    public void Order_AtEachOfItsLimits_FitsAndIsRefundedAtItsDeadline()
    {
        var order = Sale.Paid(lines: Lines).Order;
        order = order with { Lines = [.. order.Lines.Select(l => l with { Description = new string('"', 127) })] };
        var every = Enumerable.Range(0, Lines).ToList();
        order = order with
        {
            Checkouts = [.. Enumerable.Range(1, 50).Select(k => new Checkout(k, CheckoutState.Failed, Sale.Start)
            {
                ProviderOrderId = new string('9', 36), ApproveUrl = new string('u', 300), ApprovedAt = Sale.Start, Failure = new string('F', 100),
            })],
            Refunds = [.. Enumerable.Range(1, 70).Select(n => new Refund(n, RefundState.Denied, RefundReason.Buyer, Sale.Usd("100.00"), Sale.Start)
            {
                Note = Note, Answer = Note, Lines = every, ReturnedLines = every, RequestedAt = Sale.Start, CompletedAt = Sale.Start,
                Asked = new AskedUnder("key-" + new string('a', 26), new string('A', 64)), ProviderId = new string('9', 36), Failure = new string('F', 100),
            })],
            Complaints = [.. Enumerable.Range(1, 10).Select(n => new Complaint(n, ComplaintState.Rejected, Note + Note, Sale.Start)
            {
                Answer = Note, ClosedAt = Sale.Start, Asked = new AskedUnder("key-" + new string('a', 26), new string('A', 64)),
            })],
            Shipments = [.. Enumerable.Range(1, 20).Select(n => new Shipment("shp-" + new string('a', 26), every, Sale.Start)
            {
                Carrier = new string('"', 64), TrackingNumber = new string('9', 64), UnmarkedAt = Sale.Start,
            })],
        };

        var change = RefundDecisions.RefundUnshipped(order, Sale.Start + TimeSpan.FromDays(22)).Change;
        Documents.ToRow(order.Id, "order", change!.Order);
    }

    [Fact]
    public void Checkouts_BegunTooOften_AreRefusedAndTheLastOneStays()
    {
        var sale = Sale.Requested();
        for (var k = 1; k <= 50; k++)
        {
            sale.Did(o => CheckoutTransitions.Begin(o, Sale.Start)).Did(o => CheckoutTransitions.Fail(o, k, "INSTRUMENT_DECLINED"));
        }

        sale.IsRefused("too-many-checkouts", o => CheckoutTransitions.Begin(o, Sale.Start));
    }
}
