using System.Net;
using System.Text.Json;
using Azure;
using ChatPay.Functions.Features.Complaints;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Shipping;
using ChatPay.Functions.Features.Shipping.ShipBy;
using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The endpoints of orders on tables in memory, with a PayPal that only shows approved payments, and a seller who is not
/// registered. Each is called as a client would.</summary>
internal sealed class OrderEndpoints
{
    private static readonly RefundRequest Everything = new(All: true);

    private const string Platform = "PLATFORM";

    private readonly OrderStore _orders;
    private readonly Dictionary<OrderAction, Endpoint> _endpoints;
    private Order? _said;
    private (string OrderId, ETag Version)? _unchanged;
    private int _requests;

    public OrderEndpoints(LocalStores stores, TimeProvider time)
    {
        var orders = _orders = OrderStores.Of(stores.Tables, stores.Queues, time);
        var access = new OrderAccess(orders);
        var limiters = new CallLimiters(Options.Create(new RateLimits { MessagesPerConversation = int.MaxValue }));
        var commands = new OrderCommands(access, orders, reader: null!, limiters, time);
        var sellers = new SellerStore(stores.Tables, time);
        var payPal = new PayPalBench(asked => asked is { Method: "GET" } && asked.Path.StartsWith("/v2/checkout/orders/", default)
            ? ScriptedHttp.Json(HttpStatusCode.OK, Approved(_said!))
            : ScriptedHttp.Json(HttpStatusCode.ServiceUnavailable, "{}")).Client;
        var alerts = new OperatorAlerts(stores.Tables, time);
        var adoption = new AdoptRefunds(orders, payPal, alerts, time);
        var blocks = new PayoutBlocks(sellers, new PayoutsPauseStore(stores.Tables), time);
        var limit = new BuyerLimit(stores.Tables, time);
        var ceiling = new DebtCeiling(
            new DebtIndex(stores.Tables), orders, alerts, Options.Create(new LossPolicy { LargestDebt = 1_000_000 }), time);
        var end = new EndRequest(orders, limit);
        var read = ProviderReaders.Of(stores, orders, alerts, payPal).Disputes;
        var disputes = new DisputeAnswers(orders, read: null!);
        var notPaid = new ConfirmNotPaid(new PayoutBatches(stores.Tables, time), payPal, settle: null!);
        var checkout = new StartCheckout(orders, sellers, limit, links: null!, payPal, time);
        var options = Options.Create(new PayPalOptions { MerchantId = Platform });
        var settle = new SettlePayment(
            orders, sellers, addresses: null!, payPal, alerts, options, time, NullLogger<SettlePayment>.Instance);
        _endpoints = new()
        {
            [OrderActions.Checkout] = new((http, id, _) => new CheckoutOrder(access, checkout).RunAsync(http, null!, id, default)),
            [OrderActions.Capture] = new((http, id, _) => new CaptureOrder(access, settle, time).RunAsync(http, id, default)),
            [OrderActions.Decline] = new((http, id, _) => new DeclineRequest(commands, end).RunAsync(http, id, default)),
            [OrderActions.Cancellation] = new((http, id, _) => new CancelRequest(commands, end).RunAsync(http, id, default)),
            [OrderActions.Ship] = new(
                (http, id, _) => new MarkShipped(commands, new Ids(time), time).RunAsync(http, null!, id, default),
                _ => [new MarkShipped.Request()]),
            [OrderActions.CorrectTracking] = new(
                new CorrectTracking(commands).RunAsync,
                _ =>
                [
                    new CorrectTracking.Request("USPS", "9400111899223197428490"),
                    new CorrectTracking.Request("UPS", "1Z999AA10123456784"),
                ]),
            [OrderActions.Unmark] = new(new UnmarkShipped(commands).RunAsync),
            [OrderActions.AcceptTracking] = new(new AcceptTracking(commands, blocks).RunAsync),
            [OrderActions.AskForShipByExtension] = new(
                (http, id, _) => new AskForShipByExtension(commands).RunAsync(http, id, default),
                o => [.. Moments(o, time).Select(until => new AskForShipByExtension.Request(until, "The glaze is drying."))]),
            [OrderActions.AnswerShipByExtension] = new(
                (http, id, _) => new AnswerShipByExtension(commands).RunAsync(http, id, default),
                _ =>
                [
                    new AnswerShipByExtension.Request(AnswerShipByExtension.Verdict.Accept),
                    new AnswerShipByExtension.Request(AnswerShipByExtension.Verdict.Decline),
                ]),
            [OrderActions.ConfirmDelivery] = new((http, id, _) => new ConfirmDelivery(commands).RunAsync(http, id, default)),
            [OrderActions.Complain] = new(
                (http, id, _) => new FileComplaint(commands).RunAsync(http, id, default),
                _ => [new FileComplaint.Request("It is broken.")]),
            [OrderActions.WithdrawComplaint] = new(new WithdrawComplaint(commands).RunAsync),
            [OrderActions.DecideComplaint] = new(
                new DecideComplaint(commands, ceiling).RunAsync,
                _ =>
                [
                    new DecideComplaint.Request(DecideComplaint.Verdict.Resolve),
                    new DecideComplaint.Request(DecideComplaint.Verdict.Reject, "It was whole."),
                    new DecideComplaint.Request(DecideComplaint.Verdict.Resolve, null, Everything),
                ]),
            [OrderActions.ShowEvidence] = new(
                new ProvideDisputeEvidence(commands, payPal, disputes).RunAsync, _ => [new ProvideDisputeEvidence.Request()]),
            [OrderActions.AcceptDispute] = new(new AcceptDispute(commands, payPal, disputes).RunAsync, _ => [new AcceptDispute.Request()]),
            [OrderActions.BookDispute] = new(
                new BookDisputeByHand(commands, adoption, read, alerts, time).RunAsync,
                o =>
                [
                    .. from lost in new[] { 0, 1 }.Concat(o.Disputes.Select(c => (int)c.Lost.MinorUnits)).Distinct()
                       from fees in new int?[] { null, 0, 1 }
                       select new BookDisputeByHand.Request(Usd(lost), "As PayPal shows it.", fees is { } f ? Usd(f) : null),
                ]),
            [OrderActions.RequestRefund] = new(
                (http, id, _) => new RequestRefund(commands).RunAsync(http, id, default), o => [Everything, new RefundRequest(Usd(1))]),
            [OrderActions.DecideRefundRequest] = new(
                new DecideRefundRequest(commands, ceiling).RunAsync,
                _ =>
                [
                    new DecideRefundRequest.Request(DecideRefundRequest.Verdict.Grant),
                    new DecideRefundRequest.Request(DecideRefundRequest.Verdict.Deny, "It was whole."),
                ]),
            [OrderActions.Refund] = new(
                (http, id, _) => new RefundOrder(commands, ceiling).RunAsync(http, id, default),
                o => [Everything, new RefundRequest(Usd(1)), new RefundRequest(Lines: [0])]),
            [OrderActions.EndRefund] = new(new EndRefund(commands, adoption).RunAsync),
            [OrderActions.PayOtherwise] = new(
                new PayOtherwise(commands, adoption).RunAsync, _ => [new PayOtherwise.Request("By bank transfer.")]),
            [OrderActions.Block] = new(
                (http, id, _) => new BlockPayout(commands, blocks).RunAsync(http, id, default),
                _ => [new BlockPayout.Request("Counsel looks into it.")]),
            [OrderActions.Unblock] = new((http, id, _) => new UnblockPayout(commands, blocks).RunAsync(http, id, default)),
            [OrderActions.RetryPayout] = new(new RetryPayout(commands, notPaid, time).RunAsync),
            [OrderActions.HandOverPayout] = new(
                new HandOverPayout(commands, sellers).RunAsync, _ => [new HandOverPayout.Request("State of Ohio")]),
            [OrderActions.BookPaidPayout] = new(
                new BookPaidPayout(commands, sellers, payPal, alerts, time).RunAsync, _ => [new BookPaidPayout.Request("ITEM1")]),
            [OrderActions.WriteOffDebt] = new(
                (http, id, _) => new WriteOffDebt(commands).RunAsync(http, id, default), _ => [new WriteOffDebt.Request("Too little.")]),
        };
    }

    public enum Outcome { Refused, NothingToDo, Done }

    public IReadOnlyCollection<OrderAction> Actions => _endpoints.Keys;

    public static Money Usd(long minorUnits) => new(minorUnits, "USD");

    /// <summary>Sends a command in each of its forms, until one has an effect.</summary>
    public async Task<Outcome> SayAsync(OrderAction action, Order order, string thing, Caller caller, CancellationToken cancellation)
    {
        _said = order;
        // A refused command has changed nothing, so the order need not be read again; only a payment may be read as approved.
        var before = _unchanged is (var id, var version) && id == order.Id ? version : await VersionAsync(order.Id, cancellation);
        _unchanged = null;
        var best = Outcome.Refused;
        foreach (var body in _endpoints[action].Bodies(order))
        {
            var outcome = await SayAsync(_endpoints[action], order.Id, thing, caller, body, before, cancellation);
            if (outcome == Outcome.Done)
                return outcome;
            best = outcome > best ? outcome : best;
        }

        if (action != OrderActions.Capture)
            _unchanged = (order.Id, before);
        return best;
    }

    private async Task<Outcome> SayAsync(
        Endpoint endpoint, string orderId, string thing, Caller caller, object? body, ETag before, CancellationToken cancellation)
    {
        try
        {
            await endpoint.RunAsync(Request(caller, body), orderId, thing);
        }
        catch (ProblemException e) when (e.Code is "unavailable" or "seller-not-active" or "payout-unconfirmed")
        {
            // The order does not refuse it: the command went on to PayPal, or to the seller's account.
            return Outcome.Done;
        }
        catch (ProblemException e) when (e.Status is 404 or 409 or 422)
        {
            return Outcome.Refused;
        }

        return await VersionAsync(orderId, cancellation) == before ? Outcome.NothingToDo : Outcome.Done;
    }

    private async Task<ETag> VersionAsync(string orderId, CancellationToken cancellation) =>
        (await _orders.GetAsync(orderId, cancellation)).ETag;

    /// <summary>PayPal's order after the buyer's approval.</summary>
    private static string Approved(Order order) =>
        $$$"""
        {"id":"PAYPAL1","status":"APPROVED","purchase_units":[{"custom_id":"{{{Checkout.Key(order.Id, order.Checkouts.Count)}}}",
        "amount":{"currency_code":"USD","value":"{{{order.Total.ToString().Split(' ')[0]}}}"},"payee":{"merchant_id":"{{{Platform}}}"}}]}
        """;

    // The earliest and the latest dates that the seller can ask for.
    private static IEnumerable<DateTimeOffset> Moments(Order order, TimeProvider time) =>
        order.ShipBy is { } deadline
            ? [deadline.AddSeconds(1), ShipByTransitions.LatestFor(order)!.Value]
            : [time.GetUtcNow().AddDays(1)];

    private HttpRequest Request(Caller caller, object? body)
    {
        var http = new DefaultHttpContext();
        Caller.Set(http, caller);
        http.Request.Headers[IdempotencyKey.Header] = $"{++_requests}";
        if (body is not null)
        {
            http.Request.ContentType = "application/json";
            http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ChatPayJson.Api));
        }

        return http.Request;
    }

    private sealed record Endpoint(Func<HttpRequest, string, string, Task> RunAsync, Func<Order, IReadOnlyList<object?>> Bodies)
    {
        public Endpoint(Func<HttpRequest, string, string, Task> run)
            : this(run, _ => [null])
        {
        }

        public Endpoint(Func<HttpRequest, string, string, CancellationToken, Task> run, Func<Order, IReadOnlyList<object?>>? bodies = null)
            : this((http, id, thing) => run(http, id, thing, default), bodies ?? (_ => [null]))
        {
        }
    }
}
