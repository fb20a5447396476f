using System.Net;
using System.Text.RegularExpressions;
using ChatPay.Functions.Features.Payments.PayLink;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

public sealed partial class PayPageTests
{
    public static TheoryData<string, string> States =>
        new()
        {
            { "requested", "open" },
            { "cancelled", "cancelled: This request was cancelled" },
            { "declined", "declined: You declined this request" },
            { "expired", "expired: This request has expired" },
            { "out of time", "expired: This request has expired" },
            { "replaced", "replaced: There is a newer request" },
            { "cancelled while pending", "endedWhilePaying: This request has ended" },
            { "pending", "processing: Your payment is being processed" },
            { "failed", "failed" },
            { "approved", "confirming: Your payment is being confirmed" },
            { "paid", "paid: Thank you, it is paid" },
            { "refunding", "refunding: Your refund is on its way" },
            { "refunded", "refunded: You have your money back" },
        };

    /// <summary>One page of the link once said that the order is paid, another that the money was returned; and a request that had
    /// ended was said to stay open.</summary>
    [Theory]
    [MemberData(nameof(States))]
    public void Page_OfEachState_HasOneHeading(string name, string heading)
    {
        var order = At(name);
        var state = PayStates.Of(order, name == "out of time" ? ScriptedSale.Start.AddDays(2) : ScriptedSale.Start);
        var html = Sight(order, state).Html();
        Assert.Equal(
            heading,
            EnumNames.Of(state) + (state.CanPay() ? "" : ": " + WebUtility.HtmlDecode(Heading().Match(html).Groups[1].Value)));
        Assert.Equal(state.CanPay(), html.Contains("<form", StringComparison.Ordinal));
        Assert.DoesNotContain("{", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Said_ToWhoHasPaid_HasTheAmountTheSellerAndTheDay() => Assert.Equal(
        "You have paid $100.00. Example <Pottery> has been asked to ship it by 8 March 2026.",
        WebUtility.HtmlDecode(Element().Replace(Sight(At("paid"), PayState.Paid).Said(), "")));

    /// <summary>Italian says l’8 and l’11; the day is in an element of its own.</summary>
    [Theory]
    [InlineData(8, "Puoi pagare fino all’8 marzo 2026, 12:00 UTC.")]
    [InlineData(9, "Puoi pagare fino al 9 marzo 2026, 12:00 UTC.")]
    [InlineData(11, "Puoi pagare fino all’11 marzo 2026, 12:00 UTC.")]
    public void Page_InItalian_ElidesTheArticleOfADay(int day, string says)
    {
        var words = new PageWords("it", "pay");
        var until = words.Time(new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(says, WebUtility.HtmlDecode(Element().Replace(words.Html("until", ("until", until)), "")));
        Assert.Equal(
            day == 9 ? "entro il 9 marzo 2026" : $"entro l’{day} marzo 2026",
            words.Text("by", ("date", words.PlainDay(new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero)))));
    }

    /// <summary>A name is text, whatever it contains, in its own text direction.</summary>
    [Fact]
    public void Html_WithAHostileName_ShowsItAsText()
    {
        var html = Sight(At("paid"), PayState.Paid).Html();
        Assert.DoesNotContain("<Pottery>", html, StringComparison.Ordinal);
        Assert.Contains("<bdi class=\"words\">Example &lt;Pottery&gt;</bdi>", html, StringComparison.Ordinal);
    }

    /// <summary>Every state has texts in every language, and every placeholder has a value on the page.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("it-IT")]
    [InlineData("es-MX")]
    public void Html_InEachLanguage_HasWordsForEachStateAndKind(string locale)
    {
        var words = new PageWords(locale, "pay");
        foreach (var (state, kind) in Enum.GetValues<PayState>().SelectMany(s => Enum.GetValues<FulfilmentKind>().Select(k => (s, k))))
        {
            var html = new PaySight(words, At("paid") with { Kind = kind }, state, "Example", "/pay/x").Html();
            Assert.DoesNotContain("{", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@">(title|say|money|step|step-state)\.", html);
        }
    }

    [Theory]
    [InlineData("en", 123450, "USD", "$1,234.50")]
    [InlineData("en-GB", 5450, "USD", "US$54.50")]
    [InlineData("en-GB", 5450, "CHF", "CHF\u00a054.50")]
    [InlineData("it-IT", 5450, "USD", "54,50\u00a0USD")]
    [InlineData("it-IT", 1234567, "EUR", "12.345,67\u00a0€")]
    [InlineData("es-ES", 5, "EUR", "0,05\u00a0€")]
    [InlineData("en", 1200, "JPY", "¥1,200")]
    public void Amount_InALanguage_IsWrittenAsABrowserDoes(string locale, long minorUnits, string currency, string written) =>
        Assert.Equal(written, new PageWords(locale).Amount(new Money(minorUnits, currency)));

    /// <summary>The buyer gets this sentence too.</summary>
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

    private static PaySight Sight(Order order, PayState state) =>
        new(new PageWords("en", "pay"), order, state, "Example <Pottery>", "/pay/x");

    private static Order At(string state) =>
        state switch
        {
            "cancelled" => ScriptedSale.Requested().Did(RequestTransitions.Cancel).Order,
            "declined" => ScriptedSale.Requested().Did(RequestTransitions.Decline).Order,
            "expired" => ScriptedSale.Requested().Did(o => RequestTransitions.Expire(o, ScriptedSale.Start.AddDays(1))).Order,
            "replaced" => ScriptedSale.Requested().Did(o => RequestTransitions.Replace(o, "ord-2")).Order,
            "cancelled while pending" => ScriptedSale.Pending().Did(RequestTransitions.Cancel).Order,
            "pending" => ScriptedSale.Pending().Order,
            "failed" => ScriptedSale.Capturing().Did(o => CheckoutTransitions.Fail(o, 1, "PAYER_CANNOT_PAY")).Order,
            "approved" => ScriptedSale.Begun().Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start)).Order,
            "paid" => ScriptedSale.Paid().Order,
            "refunding" => ScriptedSale.Refunding().Order,
            "refunded" => ScriptedSale.Refunding().Order is var order
                ? order.With(order.Refunds[0] with { State = RefundState.Completed })
                : null!,
            _ => ScriptedSale.Requested().Order,
        };

    /// <summary>Browsers apply form-action to redirects too: without the source the button does nothing.</summary>
    [Theory]
    [InlineData("https://api-m.paypal.com", "https://*.paypal.com")]
    [InlineData("https://api-m.sandbox.paypal.com/", "https://*.paypal.com")]
    [InlineData("http://127.0.0.1:7074/", "http://127.0.0.1:7074")]
    [InlineData("https://api-m.paypal.com.evil.example/", "https://api-m.paypal.com.evil.example")]
    public void ApprovalSources_OfAnApi_CoverItsApprovalPage(string api, string sources) =>
        Assert.Equal(sources, PayPage.ApprovalSources(new Uri(api)));

    [GeneratedRegex("<h1>(.*?)</h1>")]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Element();
}
