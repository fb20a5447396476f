using System.Net;
using System.Text.Json;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>PayPal no longer shows a payment: what has become of its refunds is for an operator to say, who must be able to.</summary>
public sealed class RefundsNotShownTests
{
    private static readonly string OrderId = Ids.Derived("ord", "1");
    private static readonly string Key = Refund.Key(OrderId, 1);
    private static readonly Caller Operator = new("issuer|operator", new HashSet<Role> { Role.Operator });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task OrderNotShown_UnansweredRefund_IsEnded(HttpStatusCode status)
    {
        await using var stores = await LocalStores.StartAsync();
        var desk = await Desk.OfAsync(stores, Unanswered(), _ => Refusal(status));
        await desk.EndAsync("end-1");
        Assert.Equal(RefundState.Failed, (await desk.RefundAsync()).State);
    }

    [Fact]
    public async Task OrderNotShown_FailedRefund_IsPaidOtherwise()
    {
        await using var stores = await LocalStores.StartAsync();
        var desk = await Desk.OfAsync(stores, Failed(), _ => Refusal(HttpStatusCode.NotFound));
        await desk.PayOtherwiseAsync();
        Assert.Equal(RefundState.Completed, (await desk.RefundAsync()).State);
    }

    /// <summary>It may say so later.</summary>
    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task OrderNotShownForNow_NothingIsEnded(HttpStatusCode status)
    {
        await using var stores = await LocalStores.StartAsync();
        var desk = await Desk.OfAsync(stores, Unanswered(), _ => Refusal(status));
        Assert.Equal(503, (await Assert.ThrowsAsync<ProblemException>(() => desk.EndAsync("end-1"))).Status);
        Assert.Equal(RefundState.Unknown, (await desk.RefundAsync()).State);
    }

    /// <summary>The activity was retried for ever: a refused refund is final, whatever else PayPal does not show.</summary>
    [Theory]
    [InlineData("REFUND_NOT_ALLOWED")]
    [InlineData("CAPTURE_FULLY_REFUNDED")]
    public async Task OrderNotShown_RefusedRefund_Fails(string issue)
    {
        await using var stores = await LocalStores.StartAsync();
        var desk = await Desk.OfAsync(
            stores,
            ScriptedSale.Refunding(),
            asked => asked.Method == "POST"
                ? ScriptedHttp.Json(HttpStatusCode.UnprocessableEntity, $$"""{"name":"X","details":[{"issue":"{{issue}}"}]}""")
                : Refusal(HttpStatusCode.NotFound));
        Assert.Equal(RefundState.Failed, await desk.Submit.RunAsync(Key, Cancellation));
        Assert.Equal(RefundState.Failed, await desk.Submit.RunAsync(Key, Cancellation));
    }

    /// <summary>Its event was a dead letter.</summary>
    [Fact]
    public async Task OrderNotShown_NewsOfAFailedRefund_IsTakenUp()
    {
        await using var stores = await LocalStores.StartAsync();
        var desk = await Desk.OfAsync(stores, Failed(), _ => Refusal(HttpStatusCode.NotFound));
        await desk.Submit.HearAsync(await desk.Orders.GetAsync(OrderId, Cancellation), Key, "R1", Cancellation);
        Assert.Equal(RefundState.Failed, (await desk.RefundAsync()).State);
    }

    /// <summary>It blocked the order for ever: PayPal may complete it, so that it is not known to have failed, and nobody could end
    /// it.</summary>
    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task PendingRefund_NotShown_IsEndedByAnOperatorAndBookedIfItCompletes(HttpStatusCode status)
    {
        await using var stores = await LocalStores.StartAsync();
        var shown = "";
        var desk = await Desk.OfAsync(stores, Pending(), asked => shown.Length == 0 ? Refusal(status) : OrderWith(shown));
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(8), Cancellation);
        Assert.Equal(RefundState.Pending, await desk.Submit.RunAsync(Key, Cancellation));
        var alert = Assert.Single(await desk.Alerts.ListOpenAsync(Cancellation));
        Assert.Equal(("refund-slow", true), (alert.Kind, alert.ToDo.Contains("/refunds/1/end", StringComparison.Ordinal)));

        await desk.EndAsync("end-1");
        await desk.EndAsync("end-1");
        var ended = await desk.RefundAsync();
        Assert.Equal((RefundState.Failed, RefundTransitions.EndedAsNotMade, "R1"), (ended.State, ended.Failure, ended.ProviderId));
        Assert.Equal(RefundState.Failed, await desk.Submit.RunAsync(Key, Cancellation));
        Assert.Empty(await desk.Alerts.ListOpenAsync(Cancellation));

        shown = "COMPLETED";
        await desk.Adoption.RunAsync(OrderId, Cancellation);
        Assert.Equal((RefundState.Completed, "R1"), ((await desk.RefundAsync()).State, (await desk.RefundAsync()).ProviderId));
    }

    /// <summary>The other reads agree with PayPal's list of the order's refunds.</summary>
    [Theory]
    [InlineData("refund", "refund-at-provider", 409)]
    [InlineData("order", "refund-at-provider", 409)]
    [InlineData("neither now", "unavailable", 503)]
    public async Task PendingRefund_ShownOrNotForNow_IsNotEnded(string shown, string code, int status)
    {
        await using var stores = await LocalStores.StartAsync();
        var desk = await Desk.OfAsync(stores, Pending(), asked => (shown, asked.Path.Contains("/refunds/", StringComparison.Ordinal)) switch
        {
            ("refund", true) => ScriptedHttp.Json(HttpStatusCode.OK, Shown("PENDING")),
            ("order", false) => OrderWith("PENDING"),
            ("neither now", true) => Refusal(HttpStatusCode.Conflict),
            _ => Refusal(HttpStatusCode.NotFound),
        });
        var problem = await Assert.ThrowsAsync<ProblemException>(() => desk.EndAsync("end-1"));
        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.Equal(RefundState.Pending, (await desk.RefundAsync()).State);
    }

    /// <summary>It may still complete: the seller would be paid the same money.</summary>
    [Fact]
    public async Task EndedRefund_ShownAgain_IsNotGivenUpBeforePayPalSaysThatItFailed()
    {
        await using var stores = await LocalStores.StartAsync();
        var shown = "";
        var sale = ScriptedSale.Shipped().Did(o => RefundDecisions.Give(
                o, RefundReason.Seller, new RefundRequest(ScriptedSale.Usd("20.00")), new("k", "r"), ScriptedSale.Start))
            .Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Pend(o, 1, "R1"));
        var desk = await Desk.OfAsync(stores, sale, asked => shown switch
        {
            "" => Refusal(HttpStatusCode.NotFound),
            _ when asked.Path.Contains("/refunds/", StringComparison.Ordinal) => ScriptedHttp.Json(HttpStatusCode.OK, Shown(shown)),
            _ => OrderWith(shown),
        });
        await desk.EndAsync("end-1");

        shown = "PENDING";
        Assert.Equal("refund-at-provider", (await Assert.ThrowsAsync<ProblemException>(() => desk.EndAsync("end-2"))).Code);
        Assert.Equal(RefundTransitions.EndedAsNotMade, (await desk.RefundAsync()).Failure);
        shown = "FAILED";
        await desk.EndAsync("end-3");
        Assert.Equal(RefundTransitions.EndedByOperator, (await desk.RefundAsync()).Failure);
    }

    private static ScriptedSale Pending() => Unanswered().Did(o => RefundTransitions.Pend(o, 1, "R1"));

    private static string Shown(string status) =>
        $$$"""{"id":"R1","status":"{{{status}}}","custom_id":"{{{Key}}}","amount":{"currency_code":"USD","value":"100.00"}}""";

    private static HttpResponseMessage OrderWith(string status) => ScriptedHttp.Json(
        HttpStatusCode.OK,
        $$$"""{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"refunds":[{{{Shown(status)}}}]}}]}""");

    private static ScriptedSale Unanswered() => ScriptedSale.Refunding().Did(o => RefundTransitions.Submit(o, 1))
        .Did(o => RefundTransitions.OutcomeUnknown(o, 1));

    private static ScriptedSale Failed() => ScriptedSale.Refunding().Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));

    private static HttpResponseMessage Refusal(HttpStatusCode status) => ScriptedHttp.Json(status, """{"name":"NOT_SHOWN"}""");

    /// <summary>What an operator, and the app by itself, can do about an order.</summary>
    private sealed record Desk(OrderStore Orders, OperatorAlerts Alerts, AdoptRefunds Adoption, SubmitRefund Submit, OrderCommands Commands)
    {
        public static async Task<Desk> OfAsync(
            LocalStores stores, ScriptedSale sale, Func<ScriptedHttp.Asked, HttpResponseMessage> paypal)
        {
            var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
            Assert.True(await orders.CreateAsync(new OrderChange(sale.Order with { Id = OrderId }), Cancellation));
            var client = new PayPalBench(paypal).Client;
            var alerts = new OperatorAlerts(stores.Tables, stores.Clock);
            var adoption = new AdoptRefunds(orders, client, alerts, stores.Clock);
            return new(
                orders,
                alerts,
                adoption,
                new SubmitRefund(orders, client, adoption, alerts, stores.Clock, NullLogger<SubmitRefund>.Instance),
                new OrderCommands(
                    new OrderAccess(orders), orders, reader: null!, new CallLimiters(Options.Create(new RateLimits())), stores.Clock));
        }

        public Task EndAsync(string key) =>
            new EndRefund(Commands, Adoption).RunAsync(Http(key), OrderId, "1", Cancellation);

        public Task PayOtherwiseAsync() => new PayOtherwise(Commands, Adoption).RunAsync(
            Http("otherwise", new PayOtherwise.Request("By bank transfer.")), OrderId, "1", Cancellation);

        public async Task<Refund> RefundAsync() => (await Orders.GetAsync(OrderId, Cancellation)).Order.Refunds[0];

        private static HttpRequest Http(string key, object? body = null)
        {
            var http = new DefaultHttpContext();
            Caller.Set(http, Operator);
            http.Request.Headers[IdempotencyKey.Header] = key;
            if (body is not null)
            {
                http.Request.ContentType = "application/json";
                http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ChatPayJson.Api));
            }

            return http.Request;
        }
    }
}
