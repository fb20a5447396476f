using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Cases in which <c>allowedActions</c> once offered an impossible action, or left out a possible one.</summary>
public sealed class AllowedActionsExamplesTests
{
    private static readonly IdempotencyRecord Asked = new("ask", "A");

    [Fact]
    public void Request_WhoseTimeIsOver_IsNotToBePaid()
    {
        var sale = ScriptedSale.Begun();
        Assert.Equal(["checkout", "capture", "decline"], Told(sale, OrderParty.Buyer));

        sale.Now = sale.Order.ExpiresAt + TimeSpan.FromTicks(1);
        Assert.Equal(["decline"], Told(sale, OrderParty.Buyer));
    }

    [Fact]
    public void Request_OfAPaymentThatPends_CanStillBeEnded()
    {
        Assert.Equal(["decline"], Told(ScriptedSale.Pending(), OrderParty.Buyer));
        Assert.Equal(["cancellation"], Told(ScriptedSale.Pending(), OrderParty.Seller));
        Assert.Empty(Told(ScriptedSale.Capturing(), OrderParty.Buyer | OrderParty.Seller));
    }

    [Fact]
    public void Shipment_Any_CanBeCorrectedAndTakenBackUntilTheBuyerHasIt()
    {
        var sale = ScriptedSale.Shipped();
        Assert.Equal(["PATCH shipments/shp-1", "DELETE shipments/shp-1", "refunds"], Told(sale, OrderParty.Seller));

        sale.Did(o => ShipmentTransitions.ConfirmDelivery(o, sale.Now));
        Assert.Equal(["PATCH shipments/shp-1", "refunds"], Told(sale, OrderParty.Seller));
    }

    [Fact]
    public void Shipment_ThatIsPaidOut_IsNotTakenBack() =>
        Assert.Equal(["PATCH shipments/shp-1", "refunds"], Told(ScriptedSale.PaidOut(), OrderParty.Seller));

    [Fact]
    public void MoreTime_CanBeAskedForUntilTheDeadline_AndDeclinedAfterIt()
    {
        var sale = ScriptedSale.Paid();
        sale.Did(o => ShipByTransitions.Ask(o, o.ShipBy!.Value.AddDays(1), null, sale.Now));
        Assert.Contains("ship-by-extension-request", Told(sale, OrderParty.Seller));
        Assert.Contains("ship-by-extension", Told(sale, OrderParty.Buyer));

        sale.Now = sale.Order.ShipBy!.Value;
        Assert.DoesNotContain("ship-by-extension-request", Told(sale, OrderParty.Seller));
        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", sale.Now, null)));
        Assert.Contains("ship-by-extension", Told(sale, OrderParty.Buyer));
    }

    [Fact]
    public void MoreTime_ThatTheBuyerHasAgreedToAsFarAsCanBe_IsNotAskedForAgain()
    {
        var sale = ScriptedSale.Paid();
        sale.Did(o => ShipByTransitions.Ask(o, ShipByTransitions.LatestFor(o)!.Value, null, sale.Now))
            .Did(o => ShipByTransitions.Answer(o, agrees: true, sale.Now));

        Assert.Equal(["shipments", "refunds"], Told(sale, OrderParty.Seller));
    }

    [Fact]
    public void Complaint_IsPossibleForHalfAYear()
    {
        var sale = ScriptedSale.PaidOut();
        sale.Now = ScriptedSale.Start + TimeSpan.FromDays(180);
        Assert.Contains("complaints", Told(sale, OrderParty.Buyer));

        sale.Now += TimeSpan.FromTicks(1);
        Assert.DoesNotContain("complaints", Told(sale, OrderParty.Buyer));
    }

    [Fact]
    public void RefundRequest_WhileThePayoutIsOnItsWay_CanBeDenied()
    {
        var sale = ScriptedSale.Submitted();
        sale.Did(o => RefundDecisions.Request(o, new RefundRequest(All: true), Asked, sale.Now));

        Assert.Equal(["PATCH shipments/shp-1", "refund-requests/1/decision"], Told(sale, OrderParty.Seller));
    }

    [Fact]
    public void RefundRequest_WhileThePaymentIsDisputed_CanBeDenied()
    {
        var sale = ScriptedSale.Shipped();
        sale.Did(o => RefundDecisions.Request(o, new RefundRequest(All: true), Asked, sale.Now)).Did(o => Seen(o, canBeAccepted: true));

        Assert.Equal(
            [
                "PATCH shipments/shp-1",
                "DELETE shipments/shp-1",
                "cases/PP-D-1/evidence",
                "cases/PP-D-1/acceptance",
                "refund-requests/1/decision",
            ],
            Told(sale, OrderParty.Seller));
    }

    [Fact]
    public void Dispute_OfAnOrderWithoutATrackingNumber_IsNotToBeAnsweredWithOne()
    {
        var sale = ScriptedSale.Paid();
        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", sale.Now, null))).Did(o => Seen(o, canBeAccepted: false));
        Assert.DoesNotContain(Told(sale, OrderParty.Seller), name => name.StartsWith("cases", StringComparison.Ordinal));

        sale.IsRefused("tracking-missing", o => DisputeTransitions.Show(o, "PP-D-1"));
    }

    [Fact]
    public void Operator_IsToldOfBlocksPayoutsAndDebts()
    {
        var sale = ScriptedSale.Submitted();
        Assert.Equal(["blocks"], Told(sale, OrderParty.Operator));

        sale.Did(o => PayoutTransitions.Fail(o, 1, "CLOSED", retryable: false, sale.Now));
        Assert.Equal(
            ["refunds", "blocks", "payouts/1/retry", "payouts/1/handover", "payouts/1/paid-at-paypal", "payouts/2/paid-at-paypal"],
            Told(sale, OrderParty.Operator));
        sale.Did(o => PayoutTransitions.Block(o, "Counsel looks into it."));
        Assert.Equal(
            ["refunds", "blocks", "DELETE blocks", "payouts/1/retry", "payouts/1/paid-at-paypal", "payouts/2/paid-at-paypal"],
            Told(sale, OrderParty.Operator));

        var owes = ScriptedSale.PaidOut();
        owes.Did(o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(All: true), Asked, owes.Now));
        Assert.Equal(["refunds/1/end", "blocks"], Told(owes, OrderParty.Operator));
        owes.Did(o => RefundTransitions.Complete(o, 1, "REFUND1", owes.Now));
        Assert.Equal(["blocks", "debt-write-off"], Told(owes, OrderParty.Operator));
    }

    [Fact]
    public void Operator_IsToldOfCasesAndNumbersToLookAt()
    {
        var sale = ScriptedSale.Shipped();
        sale.Did(o => TrackingTransitions.Correct(o, "shp-1", "USPS", "WRONG")).Did(o => Seen(o, canBeAccepted: false));
        Assert.Equal(["shipments/shp-1/tracking-acceptance", "blocks"], Told(sale, OrderParty.Operator));

        sale.Did(o => DisputeTransitions.Observe(o, Reading(o, ProviderDisputeStatus.Resolved, minutes: 2), sale.Now));
        Assert.Contains("cases/PP-D-1/settlement", Told(sale, OrderParty.Operator));
    }

    [Fact]
    public void Repeat_ThatChangesNothing_IsNotOffered()
    {
        var sale = ScriptedSale.Requested().Did(RequestTransitions.Decline);

        sale.HasNothingToDo(RequestTransitions.Decline);
        Assert.Empty(Told(sale, OrderParty.Buyer | OrderParty.Seller));
    }

    [Fact]
    public void Complaint_Open_IsForTheBuyerToWithdrawAndForOthersToDecide()
    {
        var sale = ScriptedSale.Paid();
        sale.Did(o => ComplaintTransitions.File(o, "It is broken.", Asked, sale.Now));

        Assert.Contains("complaints/1/withdrawal", Told(sale, OrderParty.Buyer));
        Assert.Contains("complaints/1/decision", Told(sale, OrderParty.Seller));
        Assert.Contains("complaints/1/decision", Told(sale, OrderParty.Operator));
    }

    private static List<string> Told(ScriptedSale sale, OrderParty caller) => [.. OrderActions.For(sale.Order, caller, sale.Now)];

    private static Decision Seen(Order order, bool canBeAccepted) => DisputeTransitions.Observe(
        order,
        Reading(order, ProviderDisputeStatus.WaitingForSeller, minutes: 1) with { CanBeAccepted = canBeAccepted },
        ScriptedSale.Start);

    private static ProviderDispute Reading(Order order, string status, int minutes) =>
        new("PP-D-1", ScriptedSale.Start.AddMinutes(minutes), status, order.Total, null, null);
}
