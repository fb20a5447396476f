using ChatPay.Functions.Features.Payments.PayLink;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPageTests
{
    public static TheoryData<string, string> States =>
        new()
        {
            { "requested", "Nothing has been charged. You can pay until 2 March 2026 12:00 UTC: go back to the chat to do so." },
            { "cancelled", "The request was cancelled by the seller: ask the seller for a new one." },
            { "declined", "You declined this payment request." },
            { "expired", "The request has expired: ask the seller for a new one." },
            { "out of time", "The request has expired: ask the seller for a new one." },
            { "replaced", "The request was replaced by a newer one: pay that one instead; it is in the chat." },
            {
                "cancelled while pending",
                "The request was cancelled by the seller. If your payment still goes through, it is refunded in full."
            },
            { "pending", "Your payment is being processed." },
            { "paid", "You have paid 100.00 USD. The seller has been asked to ship it." },
            { "refunding", "Your refund of 100.00 USD is on its way." },
            { "refunded", "100.00 USD has gone back to you." },
        };

    /// <summary>One page of the link said that the order is paid, another that the money has gone back; and of a request that had ended it
    /// was said that it stays open.</summary>
    [Theory]
    [MemberData(nameof(States))]
    public void StateOf_EachState_IsOneSentence(string state, string says) => Assert.Equal(
        says, PayPage.StateOf(At(state), state == "out of time" ? ScriptedSale.Start.AddDays(2) : ScriptedSale.Start));

    [Fact]
    public void StateOf_AFailedPayment_SaysUntilWhenToTryAgain() => Assert.Equal(
        "Your payment did not go through, and nothing was charged. You can pay until 2 March 2026 13:00 UTC: go back to the chat to do so.",
        PayPage.StateOf(ScriptedSale.Capturing().Did(o => CheckoutTransitions.Fail(o, 1, "PAYER_CANNOT_PAY")).Order, ScriptedSale.Start));

    /// <summary>It is said to the buyer too.</summary>
    [Fact]
    public void StartCapture_NotApproved_DoesNotSpeakOfTheBuyer() => Assert.Equal(
        "The payment has not been approved at PayPal yet: open the approval link.",
        CheckoutTransitions.StartCapture(ScriptedSale.Begun().Order, 1, sellerIsActive: true, ScriptedSale.Start).Refusal?.Detail);

    [Fact]
    public void StartCapture_OutOfTime_SaysThatItHasExpired() =>
        Assert.Equal(
            "The request has expired; nothing was charged.",
            CheckoutTransitions
                .StartCapture(ScriptedSale.Begun().Order, 1, sellerIsActive: true, ScriptedSale.Start.AddDays(2))
                .Refusal?.Detail);

    private static Order At(string state) =>
        state switch
        {
            "cancelled" => ScriptedSale.Requested().Did(RequestTransitions.Cancel).Order,
            "declined" => ScriptedSale.Requested().Did(RequestTransitions.Decline).Order,
            "expired" => ScriptedSale.Requested().Did(o => RequestTransitions.Expire(o, ScriptedSale.Start.AddDays(1))).Order,
            "replaced" => ScriptedSale.Requested().Did(o => RequestTransitions.Replace(o, "ord-2")).Order,
            "cancelled while pending" => ScriptedSale.Pending().Did(RequestTransitions.Cancel).Order,
            "pending" => ScriptedSale.Pending().Order,
            "paid" => ScriptedSale.Paid().Order,
            "refunding" => ScriptedSale.Refunding().Order,
            "refunded" => ScriptedSale.Refunding().Order is var order
                ? order.With(order.Refunds[0] with { State = RefundState.Completed })
                : null!,
            _ => ScriptedSale.Requested().Order,
        };

    /// <summary>Browsers hold form-action against the redirect as well: without the source the button does nothing.</summary>
    [Theory]
    [InlineData("https://api-m.paypal.com", "https://*.paypal.com")]
    [InlineData("https://api-m.sandbox.paypal.com/", "https://*.paypal.com")]
    [InlineData("http://127.0.0.1:7074/", "http://127.0.0.1:7074")]
    [InlineData("https://api-m.paypal.com.evil.example/", "https://api-m.paypal.com.evil.example")]
    public void ApprovalSources_OfAnApi_CoverItsApprovalPage(string api, string sources) =>
        Assert.Equal(sources, PayPage.ApprovalSources(new Uri(api)));
}
