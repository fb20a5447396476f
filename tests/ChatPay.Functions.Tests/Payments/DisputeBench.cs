using System.Net;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Reconciliation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>What handles PayPal's events about one dispute, at a PayPal whose dispute the test sets.</summary>
internal sealed class DisputeBench(LocalStores stores, OrderStore orders, IReadOnlyList<string> disputed, HttpStatusCode foreign)
    : IAsyncDisposable
{
    public const string CaseId = "PP-D-1";
    public static readonly string Invoiced = Ids.Derived("ord", "invoiced");

    private static readonly Caller Operator = new("operator", new HashSet<Role> { Role.Operator });

    private string _state = """ "status":"WAITING_FOR_SELLER_RESPONSE","update_time":"2026-03-01T12:00:00Z" """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static PayPalEvent Opened => new("WH-1", "CUSTOMER.DISPUTE.CREATED") { CaseId = CaseId };

    /// <summary>With what PayPal refuses to show the dispute; null when it shows it.</summary>
    public HttpStatusCode? Refusal { get; set; }

    /// <summary>Whether PayPal lists the dispute among those that have changed.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>How many messages were put back for later.</summary>
    public int PutBack { get; private set; }

    public static string OperatorId => Operator.OperatorId;

    public DateTimeOffset Now => stores.Clock.GetUtcNow();

    public OperatorAlerts Attention { get; } = new(stores.Tables, stores.Clock);

    public static async Task<DisputeBench> StartAsync(IReadOnlyList<string> disputed, HttpStatusCode foreign = HttpStatusCode.NotFound)
    {
        var stores = await LocalStores.StartAsync();
        stores.Broker.DeclareQueue(Queues.InboundPayments);
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        foreach (var id in new[] { "ord-1", "ord-2", Invoiced })
            Assert.True(await orders.CreateAsync(new OrderChange(ScriptedSale.Shipped().Order with { Id = id }), Cancellation));
        return new DisputeBench(stores, orders, disputed, foreign);
    }

    public async Task<Order> OrderAsync(string id) => (await orders.GetAsync(id, Cancellation)).Order;

    /// <summary>PayPal resolves the dispute.</summary>
    public void Resolve(string outcome, string? taken)
    {
        var moved = taken is null ? "" : $$$"""
            ,"money_movements":[{"affected_party":"SELLER","type":"DEBIT","reason":"DISPUTE_SETTLEMENT",
              "amount":{"currency_code":"USD","value":"{{{taken}}}"}}]
            """;
        _state =
            $$""" "status":"RESOLVED","update_time":"2026-03-02T12:00:00Z","dispute_outcome":{"outcome_code":"{{outcome}}"}{{moved}} """;
    }

    public async Task HearAsync(PayPalEvent news)
    {
        var (payPal, settle, adoption, cases) = Readers;
        var events = new HandlePayPalEvent(
            orders,
            settle,
            new SubmitRefund(orders, payPal, adoption, Attention, stores.Clock, NullLogger<SubmitRefund>.Instance),
            adoption,
            cases,
            null!,
            null!,
            new UnmatchedPayPalEvent(stores.Tables, stores.Clock),
            OrderStores.FollowUp(stores.Queues, stores.Clock),
            null!,
            new RetryingConsumer(
                new OutageBackoff(new ImpatientClock()), stores.Queues, stores.Clock, NullLogger<RetryingConsumer>.Instance),
            new ComparedReport(stores.Tables, NullLogger<ComparedReport>.Instance),
            stores.Clock,
            NullLogger<HandlePayPalEvent>.Instance);
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString(JsonSerializer.Serialize(news, ChatPayJson.Stored)), enqueuedTime: stores.Clock.GetUtcNow());
        await events.RunAsync(message, null!, Cancellation);
        await using var receiver = stores.Bus.CreateReceiver(Queues.InboundPayments);
        PutBack = (await receiver.PeekMessagesAsync(100, 0, Cancellation)).Count;
    }

    /// <summary>An operator books what the dispute has cost.</summary>
    public Task BookAsync(string orderId, string lost)
    {
        var (_, _, adoption, cases) = Readers;
        var limiters = new CallLimiters(Options.Create(new RateLimits()));
        var commands = new OrderCommands(new OrderAccess(orders), orders, reader: null!, limiters, stores.Clock);
        var http = new DefaultHttpContext();
        Caller.Set(http, Operator);
        http.Request.Headers[IdempotencyKey.Header] = "book";
        http.Request.ContentType = "application/json";
        var request = new BookDisputeByHand.Request(ScriptedSale.Usd(lost), "As the dashboard says.");
        http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(request, ChatPayJson.Api));
        return new BookDisputeByHand(commands, adoption, cases, Attention, stores.Clock)
            .RunAsync(http.Request, orderId, CaseId, Cancellation);
    }

    /// <summary>Passes time.</summary>
    public Task PassAsync(TimeSpan time) => stores.Clock.AdvanceAsync(time, Cancellation);

    /// <summary>How many entries the nights try again.</summary>
    public async Task<int> KeptAsync() => (await Nights.BeginAsync(stores, Now)).Failed.Count;

    /// <summary>The orchestration of the dispute polls.</summary>
    public Task<bool> PollAsync(string orderId) => Readers.Disputes.RunAsync(Dispute.Key(orderId, CaseId), Cancellation);

    public Task<TransitionResult> DoAsync(string orderId, Func<Order, Decision> step) => orders.ChangeAsync(orderId, step, Cancellation);

    /// <returns>Whether nothing failed.</returns>
    public async Task<bool> NightAsync()
    {
        var (payPal, settle, _, cases) = Readers;
        var night = await Nights.BeginAsync(stores, Now);
        await new CompareDisputes(orders, payPal, settle, cases, stores.Clock, NullLogger<CompareDisputes>.Instance)
            .RunAsync(night, Cancellation);
        return night.Failed.Count == 0;
    }

    public ValueTask DisposeAsync() => stores.DisposeAsync();

    private ProviderReaders Readers => ProviderReaders.Of(stores, orders, Attention, new PayPalBench(Answer).Client);

    private HttpResponseMessage Answer(ScriptedHttp.Asked asked) =>
        asked.Path.Contains("/captures/", StringComparison.Ordinal)
            ? ScriptedHttp.Json(
                foreign,
                foreign == HttpStatusCode.NotFound ? """{"name":"RESOURCE_NOT_FOUND"}""" : """{"name":"NOT_AUTHORIZED"}""")
        : asked.Path.Contains("/disputes/", StringComparison.Ordinal)
            ? Refusal is { } refusal ? ScriptedHttp.Json(refusal, """{"name":"NOT_SHOWN"}""") : ScriptedHttp.Json(
                HttpStatusCode.OK,
                $$"""
                {"dispute_id":"{{CaseId}}",{{_state}},"dispute_amount":{"currency_code":"USD","value":"150.00"},
                 "disputed_transactions":[{{string.Join(',', disputed)}}]}
                """)
        : ScriptedHttp.Json(HttpStatusCode.OK, IsListed ? $$"""{"items":[{"dispute_id":"{{CaseId}}"}]}""" : """{"items":[]}""");
}
