using System.Net;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A refund whose response was lost, and whose repeat is refused because the first call succeeded.</summary>
public sealed class SubmitRefundTests
{
    private static readonly string Key = Refund.Key(ScriptedSale.OrderId, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refund_MadeWithoutAnAnswer_IsFoundAmongThoseOfTheProvidersOrder()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = await RefundingAsync(stores);
        var answers = false;
        var paypal = new PayPalBench(
            (asked, cancellation) =>
                !answers
                    ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
                    : Task.FromResult(
                        asked.Method == "POST" ? Refusal() : OrderWith($$"""{"id":"R1","status":"COMPLETED","custom_id":"{{Key}}"}""")));
        var submit = new SubmitRefund(
            orders,
            paypal.Client,
            new AdoptRefunds(orders, paypal.Client, new OperatorAlerts(stores.Tables, stores.Clock), stores.Clock),
            new OperatorAlerts(stores.Tables, stores.Clock),
            stores.Clock,
            NullLogger<SubmitRefund>.Instance);

        Assert.Equal(RefundState.Unknown, await submit.RunAsync(Key, Cancellation));
        answers = true;
        Assert.Equal(RefundState.Completed, await submit.RunAsync(Key, Cancellation));

        var refund = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.Refunds[0];
        Assert.Equal("R1", refund.ProviderId);
    }

    [Fact]
    public async Task Refund_MadeWithoutAnAnswerAndNotShownYet_StaysUnknown()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = await RefundingAsync(stores);
        var answers = false;
        var paypal = new PayPalBench(
            (asked, cancellation) =>
                !answers
                    ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
                    : Task.FromResult(asked.Method == "POST" ? Refusal() : OrderWith("")));
        var submit = new SubmitRefund(
            orders,
            paypal.Client,
            new AdoptRefunds(orders, paypal.Client, new OperatorAlerts(stores.Tables, stores.Clock), stores.Clock),
            new OperatorAlerts(stores.Tables, stores.Clock),
            stores.Clock,
            NullLogger<SubmitRefund>.Instance);

        Assert.Equal(RefundState.Unknown, await submit.RunAsync(Key, Cancellation));
        answers = true;
        Assert.Equal(RefundState.Unknown, await submit.RunAsync(Key, Cancellation));
    }

    [Fact]
    public async Task Refund_RefusedAtOnceAndNotOurs_Fails()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = await RefundingAsync(stores);
        var paypal = new PayPalBench(asked =>
            asked.Method == "POST" ? Refusal() : OrderWith("""{"id":"R9","status":"COMPLETED","custom_id":"of-somebody-else"}"""));

        var state = await new SubmitRefund(
            orders,
            paypal.Client,
            new AdoptRefunds(orders, paypal.Client, new OperatorAlerts(stores.Tables, stores.Clock), stores.Clock),
            new OperatorAlerts(stores.Tables, stores.Clock),
            stores.Clock,
            NullLogger<SubmitRefund>.Instance
        ).RunAsync(Key, Cancellation);

        Assert.Equal(RefundState.Failed, state);
    }

    /// <summary>After 45 days the provider has forgotten the key: its order decides, and nothing is sent blindly.</summary>
    [Theory]
    [InlineData("shown", RefundState.Completed, 0)]
    [InlineData("not shown", RefundState.Completed, 1)]
    [InlineData("order gone", RefundState.Unknown, 0)]
    public async Task Refund_UnansweredForLongerThanTheKeyIsKept_IsLookedUpBeforeItIsSentAgain(string order, RefundState ends, int posts)
    {
        await using var stores = await LocalStores.StartAsync();
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(7), Cancellation);
        var orders = await RefundingAsync(stores);
        var answers = false;
        var paypal = new PayPalBench(
            (asked, cancellation) =>
                !answers
                    ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
                    : Task.FromResult(
                        asked switch
                        {
                            { Method: "POST" } => ScriptedHttp.Json(
                                HttpStatusCode.Created,
                                $$"""{"id":"R2","status":"COMPLETED","custom_id":"{{Key}}"}"""),
                            _ when order == "order gone" => ScriptedHttp.Json(HttpStatusCode.NotFound, """{"name":"RESOURCE_NOT_FOUND"}"""),
                            _ when order == "shown" => OrderWith($$"""{"id":"R1","status":"COMPLETED","custom_id":"{{Key}}"}"""),
                            _ => OrderWith(""),
                        }));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var submit = new SubmitRefund(
            orders,
            paypal.Client,
            new AdoptRefunds(orders, paypal.Client, attention, stores.Clock),
            attention,
            stores.Clock,
            NullLogger<SubmitRefund>.Instance);
        Assert.Equal(RefundState.Unknown, await submit.RunAsync(Key, Cancellation));
        var before = paypal.Calls.Count(c => c.Method == "POST");

        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(45), Cancellation);
        answers = true;
        Assert.Equal(ends, await submit.RunAsync(Key, Cancellation));
        Assert.Equal(posts, paypal.Calls.Count(c => c.Method == "POST") - before);
        Assert.Equal(ends == RefundState.Unknown, (await attention.ListOpenAsync(Cancellation)).Any(i => i.Kind == "refund-slow"));
    }

    private static async Task<OrderStore> RefundingAsync(LocalStores stores)
    {
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Refunding();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        return orders;
    }

    private static HttpResponseMessage Refusal() =>
        ScriptedHttp.Json(
            HttpStatusCode.UnprocessableEntity,
            """{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"CAPTURE_FULLY_REFUNDED"}]}""");

    private static HttpResponseMessage OrderWith(string refund) =>
        ScriptedHttp.Json(
            HttpStatusCode.OK,
            $$$"""{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"captures":[{"id":"CAPTURE1","status":"COMPLETED"}],"refunds":[{{{refund}}}]}}]}"""
        );
}
