using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Not "The order is payment failed."</summary>
public sealed class OrderSentencesTests
{
    public static TheoryData<string, string> Stages => new()
    {
        { "requested", "The order has not been paid yet." },
        { "paid", "You have paid 100.00 USD. The seller has been asked to ship it." },
        { "shipped", "You have paid 100.00 USD, and the order has been shipped." },
        { "paid out", "You have paid 100.00 USD, and the order has been shipped." },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void ToBuyer_AtEachStage_IsASentenceAndSaysNothingOfPayouts(string stage, string says) =>
        Assert.Equal(says, OrderSentences.ToBuyer(At(stage)));

    [Fact]
    public void ToSeller_PaidOut_SaysSo() => Assert.Equal("You have been paid for this order.", OrderSentences.ToSeller(At("paid out")));

    [Theory]
    [InlineData(RequestState.Cancelled, "The request was cancelled by the seller: ask the seller for a new one.")]
    [InlineData(RequestState.Declined, "You declined this payment request.")]
    [InlineData(RequestState.Expired, "The request has expired: ask the seller for a new one.")]
    public void ToBuyer_ARequestThatHasEnded_SaysHow(RequestState state, string says) =>
        Assert.Equal(says, OrderSentences.ToBuyer(At("requested") with { Request = state }));

    /// <summary>A replaced request once read as cancelled.</summary>
    [Fact]
    public void ARequestThatWasReplaced_SaysSoAndWhatToPay()
    {
        var order = ScriptedSale.Requested().Did(o => RequestTransitions.Replace(o, "ord-2")).Order;

        Assert.Equal("The request was replaced by a newer one: pay that one instead; it is in the chat.", OrderSentences.ToBuyer(order));
        Assert.Equal("You replaced this payment request with a newer one.", OrderSentences.ToSeller(order));
        Assert.Equal(
            "The request was replaced by a newer one: pay that one instead; it is in the chat.",
            CheckoutTransitions.Begin(order, ScriptedSale.Start).Refusal?.Detail);
    }

    /// <summary>A case that PayPal has decided is not open there any more.</summary>
    [Fact]
    public void ACaseWhoseAmountsAreMissing_IsNotSaidToBeOpen()
    {
        var decided = ScriptedSale
            .Shipped()
            .Order.With(new Dispute("PP-1", DisputeState.Open, ScriptedSale.Usd("100.00"), ScriptedSale.Start) { AmountsMissing = true });

        Assert.Equal(
            "PayPal has decided your case about this payment. An operator is checking the amounts.",
            OrderSentences.ToBuyer(decided));
        Assert.Equal(
            "PayPal has decided the buyer's case. An operator is checking the amounts, and your payout waits until then.",
            OrderSentences.ToSeller(decided));
        Assert.EndsWith(
            "PayPal has decided your case, and the amounts are being checked.",
            StatusTexts.For([decided]),
            StringComparison.Ordinal);
        Assert.Equal(OrderStatus.DisputeDecided, OrderStatuses.Of(decided));
        var refused = RefundDecisions.Give(decided, RefundReason.Seller, new RefundRequest(), new("k", "r"), ScriptedSale.Start).Refusal!;
        Assert.Equal("case-open", refused.Code);
        Assert.Contains("an operator is checking the amounts", refused.Detail, StringComparison.Ordinal);
        var other = decided.With(new Dispute("PP-2", DisputeState.Open, ScriptedSale.Usd("100.00"), ScriptedSale.Start));
        Assert.Equal("The buyer disputes the payment at PayPal.", OrderSentences.ToSeller(other));
    }

    [Fact]
    public void ToSeller_APayoutThatWaitsAtPayPal_SaysToClaimIt()
    {
        var sale = ScriptedSale.Submitted();
        sale.Did(o => PayoutTransitions.Withhold(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), "UNCLAIMED", sale.Now));

        Assert.Equal("Your payout of 91.02 USD is waiting at PayPal: sign in there and claim it.", OrderSentences.ToSeller(sale.Order));
    }

    [Theory]
    [InlineData(FulfilmentKind.Pickup, "hand it over", "handed over")]
    [InlineData(FulfilmentKind.Service, "provide it", "provided")]
    public void OfWhatIsNotSent_DoesNotSpeakOfShipping(FulfilmentKind kind, string toDo, string done)
    {
        Assert.Contains(toDo, OrderSentences.ToSeller(At("paid") with { Kind = kind }), StringComparison.Ordinal);
        Assert.Contains(done, OrderSentences.ToBuyer(At("shipped") with { Kind = kind }), StringComparison.Ordinal);
    }

    private static Order At(string stage) => stage switch
    {
        "requested" => ScriptedSale.Requested().Order,
        "paid" => ScriptedSale.Paid().Order,
        "shipped" => ScriptedSale.Shipped().Order,
        _ => ScriptedSale.PaidOut().Order,
    };
}
