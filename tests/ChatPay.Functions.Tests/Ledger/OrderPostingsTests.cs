using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>The table of LEDGER.md with its figures: gross 100.00, processor 3.98, platform 5.00. Compares what the transitions post,
/// to the cent, so that a change on either side shows.</summary>
public sealed class OrderPostingsTests
{
    private const string Held = "seller:sel-1:held";
    private const string Payable = "seller:sel-1:payable";
    private const string Debt = "seller:sel-1:debt";

    private static readonly OrderTerms PlatformBearsTheFee = ScriptedSale.ExampleTerms with { SellerBearsProcessingFee = false };

    [Fact]
    public void Capture_Completed_BooksRows1And2()
    {
        var sale = ScriptedSale.Paid();
        Booked(sale, "ord-1-capture-1", ("processor:balance", "96.02"), ("costs:processing", "3.98"), (Held, "-100.00"));
        Booked(sale, "ord-1-capture-1-fees", (Held, "8.98"), ("platform:fees", "-5.00"), ("costs:processing", "-3.98"));
        Assert.Equal(2, sale.Ledger.Count);
    }

    [Fact]
    public void Capture_PlatformBearsTheProcessorsFee_LeavesItInTheCosts()
    {
        var sale = ScriptedSale.Paid(PlatformBearsTheFee);
        Booked(sale, "ord-1-capture-1", ("processor:balance", "96.02"), ("costs:processing", "3.98"), (Held, "-100.00"));
        Booked(sale, "ord-1-capture-1-fees", (Held, "5.00"), ("platform:fees", "-5.00"));
        Assert.Equal(ScriptedSale.Usd("95.00"), sale.Order.Net);
    }

    [Fact]
    public void Capture_WithoutAPlatformFee_BooksNone()
    {
        var sale = ScriptedSale.Paid(new OrderTerms());
        Booked(sale, "ord-1-capture-1-fees", (Held, "3.98"), ("costs:processing", "-3.98"));
    }

    [Fact]
    public void Capture_NoFeeAtAll_BooksNoEmptyTransaction()
    {
        var sale = ScriptedSale
            .Capturing(new OrderTerms())
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured(fee: "0.00")));
        Booked(sale, "ord-1-capture-1", ("processor:balance", "100.00"), (Held, "-100.00"));
        Assert.All(sale.Ledger, t => Assert.NotEmpty(t.Postings));
    }

    [Fact]
    public void Capture_Pending_BooksNothing() => Assert.Empty(ScriptedSale.Pending().Ledger);

    [Fact]
    public void Capture_AfterTheRequestsEnd_BooksRow15AndNeverTouchesTheSeller()
    {
        var sale = ScriptedSale
            .Pending()
            .Did(RequestTransitions.Cancel)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
        Booked(sale, "ord-1-capture-1", ("processor:balance", "96.02"), ("costs:processing", "3.98"), ("refund:inflight", "-100.00"));
        Assert.Single(sale.Ledger);

        sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "REFUND1", sale.Now));
        Booked(sale, "ord-1-refund-1-completed", ("refund:inflight", "100.00"), ("processor:balance", "-100.00"));
        Assert.DoesNotContain(Balances.Of(sale.Ledger).Keys, account => account.StartsWith("seller:", StringComparison.Ordinal));
    }

    [Fact]
    public void LateCapture_RefundFails_StaysInFlightAsTheBuyersMoney()
    {
        var sale = ScriptedSale
            .Pending()
            .Did(RequestTransitions.Decline)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()))
            .Did(o => RefundTransitions.Submit(o, 1))
            .Did(o => RefundTransitions.Fail(o, 1, "ACCOUNT_CLOSED", ScriptedSale.Start));
        Assert.Single(sale.Ledger);
        Assert.Equal(ScriptedSale.Usd("-100.00"), Balances.Of(sale.Ledger)["refund:inflight"]);
    }

    [Fact]
    public void Hold_Released_BooksRow3() =>
        Booked(ScriptedSale.Released(), "ord-1-payout-1-released", (Held, "91.02"), (Payable, "-91.02"));

    [Fact]
    public void Shipment_UnmarkedAfterRelease_BooksRow3bAndTheNextReleaseIsAnotherGeneration()
    {
        var sale = ScriptedSale.Released();
        sale.Did(o => ShipmentTransitions.Unmark(o, "shp-1", sale.Now));
        Booked(sale, "ord-1-payout-1-taken-back", (Payable, "91.02"), (Held, "-91.02"));

        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", sale.Now, "USPS 2")));
        sale.Now += TimeSpan.FromHours(72);
        sale.Did(sale.Release);
        Booked(sale, "ord-1-payout-2-released", (Held, "91.02"), (Payable, "-91.02"));
    }

    [Fact]
    public void Payout_Submitted_BooksRow4UnderItsBatch() =>
        Booked(ScriptedSale.Submitted(), "ord-1-payout-1-submitted-bat-1", (Payable, "91.02"), ("payout:inflight", "-91.02"));

    [Fact]
    public void Payout_Paid_BooksRow5WithTheItemsFeeAsThePlatforms()
    {
        var sale = ScriptedSale.PaidOut();
        Booked(sale, "ord-1-payout-1-paid", ("payout:inflight", "91.02"), ("costs:processing", "0.25"), ("processor:balance", "-91.27"));
        Balance(sale, ("costs:processing", "0.25"), ("platform:fees", "-5.00"), ("processor:balance", "4.75"));
    }

    [Fact]
    public void Payout_FailedAndTriedAgain_BooksRow6cOncePerBatch()
    {
        var sale = ScriptedSale.Submitted();
        sale.Did(o => PayoutTransitions.Fail(o, 1, "BATCH_DENIED", retryable: true, sale.Now));
        Booked(sale, "ord-1-payout-1-failed-bat-1", ("payout:inflight", "91.02"), (Payable, "-91.02"));

        sale.Did(sale.Submit("bat-2")).Did(o => PayoutTransitions.Fail(o, 1, "BATCH_DENIED", retryable: true, sale.Now));
        Booked(sale, "ord-1-payout-1-submitted-bat-2", (Payable, "91.02"), ("payout:inflight", "-91.02"));
        Booked(sale, "ord-1-payout-1-failed-bat-2", ("payout:inflight", "91.02"), (Payable, "-91.02"));
    }

    [Fact]
    public void PartialRefund_BeforePayout_BooksRow7()
    {
        // No use case makes a partial refund yet; the posting rule is tested anyway.
        var sale = ScriptedSale.Paid();
        var refund = new Refund(1, RefundState.Approved, RefundReason.Unshipped, ScriptedSale.Usd("20.00"), ScriptedSale.Start)
        {
            FromPlatform = ScriptedSale.Usd("1.00"),
            FromSeller = ScriptedSale.Usd("19.00"),
        };
        Same(
            OrderPostings.RefundSubmitted(sale.Order, refund),
            "ord-1-refund-1",
            (Held, "19.00"),
            ("platform:fees", "1.00"),
            ("refund:inflight", "-20.00"));
        Same(
            OrderPostings.RefundCompleted(sale.Order, refund, ScriptedSale.Start),
            "ord-1-refund-1-completed",
            ("refund:inflight", "20.00"),
            ("processor:balance", "-20.00"));
        Same(
            OrderPostings.RefundFailed(sale.Order, refund, isPayable: false, ScriptedSale.Start),
            "ord-1-refund-1-failed",
            (Held, "-19.00"),
            ("platform:fees", "-1.00"),
            ("refund:inflight", "20.00"));
    }

    [Fact]
    public void FullRefund_BeforePayout_BooksRow8WithTheProcessorsFeeAsTheSellersDebt()
    {
        var sale = ScriptedSale.Refunding();
        Booked(sale, "ord-1-refund-1", (Held, "91.02"), ("platform:fees", "5.00"), (Debt, "3.98"), ("refund:inflight", "-100.00"));

        sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "REFUND1", sale.Now));
        Booked(sale, "ord-1-refund-1-completed", ("refund:inflight", "100.00"), ("processor:balance", "-100.00"));
        Balance(sale, (Debt, "3.98"), ("processor:balance", "-3.98"));
    }

    [Fact]
    public void FullRefund_PlatformBearsTheProcessorsFee_LeavesTheSellerWithoutDebt()
    {
        var sale = ScriptedSale.Refunding(PlatformBearsTheFee);
        Booked(sale, "ord-1-refund-1", (Held, "95.00"), ("platform:fees", "5.00"), ("refund:inflight", "-100.00"));

        sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "REFUND1", sale.Now));
        Balance(sale, ("costs:processing", "3.98"), ("processor:balance", "-3.98"));
    }

    [Fact]
    public void FullRefund_Failed_ReversesTheSubmission()
    {
        var sale = ScriptedSale.Refunding();
        sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", sale.Now));
        Booked(sale, "ord-1-refund-1-failed", (Held, "-91.02"), ("platform:fees", "-5.00"), (Debt, "-3.98"), ("refund:inflight", "100.00"));
        Balance(sale, ("processor:balance", "96.02"), (Held, "-91.02"), ("platform:fees", "-5.00"));
    }

    [Fact]
    public void Transaction_ThatDoesNotBalance_CannotBeMade()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new LedgerTransaction(
            "ord-1-x", "x", ScriptedSale.Start, [new(Held, ScriptedSale.Usd("1.00")), new(Payable, ScriptedSale.Usd("-0.99"))]));
        Assert.Contains("ord-1-x", e.Message, StringComparison.Ordinal);
    }

    private static void Booked(ScriptedSale sale, string id, params (string Account, string Amount)[] postings) =>
        Same(Assert.Single(sale.Ledger, t => t.Id == id), id, postings);

    private static void Same(LedgerTransaction transaction, string id, params (string Account, string Amount)[] postings)
    {
        Assert.Equal(id, transaction.Id);
        Assert.Equal(postings.Select(p => new Posting(p.Account, ScriptedSale.Usd(p.Amount))), transaction.Postings);
        Assert.Equal(0, transaction.Postings.Sum(p => p.Amount.MinorUnits));
    }

    /// <summary>Compares all accounts with a balance.</summary>
    private static void Balance(ScriptedSale sale, params (string Account, string Amount)[] expected) => Assert.Equal(
        expected.OrderBy(e => e.Account, StringComparer.Ordinal).Select(e => (e.Account, ScriptedSale.Usd(e.Amount))),
        Balances.Of(sale.Ledger).Where(b => b.Value.MinorUnits != 0).Select(b => (b.Key, b.Value)));
}
