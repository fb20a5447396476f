using System.Text.Json;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>
/// One sale in memory: an order, its ledger, and a clock that the test sets. Each decision is written as the store would write it
/// (through JSON, each ledger id once), and the ledger's invariants are checked after every step.
/// </summary>
internal sealed class ScriptedSale
{
    public const string OrderId = "ord-1";
    public const string SellerId = "sel-1";
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private ScriptedSale(Order order) => Order = order;

    public Order Order { get; private set; }

    public DateTimeOffset Now { get; set; } = Start;

    public List<LedgerTransaction> Ledger { get; } = [];

    public List<OrderEventType> Events { get; } = [];

    public List<OrchestrationStart> Starts { get; } = [];

    /// <summary>The terms of the design's example: the platform takes 5 %.</summary>
    public static OrderTerms ExampleTerms { get; } = new() { PlatformFeeBasisPoints = 500 };

    public static Money Usd(string amount) => amount.StartsWith('-') ? -Money.Parse(amount[1..], "USD") : Money.Parse(amount, "USD");

    /// <summary>A request for 100.00 in a number of lines of equal price.</summary>
    public static ScriptedSale Requested(OrderTerms? terms = null, int lines = 1) => Of(terms ?? ExampleTerms, Usd("100.00"), lines);

    public static ScriptedSale Of(OrderTerms terms, Money total, int lines = 1)
    {
        var price = new Money(total.MinorUnits / lines, total.Currency);
        return Of(
            terms,
            [.. Enumerable.Repeat(price, lines)],
            Money.Zero(total.Currency),
            new Money(total.MinorUnits - (price.MinorUnits * lines), total.Currency));
    }

    /// <summary>A request for lines of these prices.</summary>
    public static ScriptedSale Of(OrderTerms terms, IReadOnlyList<Money> prices, Money tax, Money shipping) => new(
        new Order
        {
            Id = OrderId,
            ConversationId = "con-1",
            SellerId = SellerId,
            BuyerId = "buy-1",
            Lines = [.. prices.Select((price, i) => new OrderLine($"Mug {i + 1}", 1, price))],
            Shipping = shipping,
            Tax = tax,
            Kind = FulfilmentKind.Ship,
            Terms = terms,
            SentAt = Start,
            ExpiresAt = Start + terms.RequestExpiresAfter,
        });

    public static ScriptedSale Begun(OrderTerms? terms = null, int lines = 1) => Requested(terms, lines)
        .Did(o => CheckoutTransitions.Begin(o, Start))
        .Did(o => CheckoutTransitions.Made(o, 1, "PAYPAL1", "https://provider.example/approve"));

    public static ScriptedSale Approved(OrderTerms? terms = null, int lines = 1) =>
        Begun(terms, lines).Did(o => CheckoutTransitions.Approve(o, 1, Start));

    public static ScriptedSale Capturing(OrderTerms? terms = null, int lines = 1) =>
        Approved(terms, lines).Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, Start));

    public static ScriptedSale Pending(OrderTerms? terms = null) => Capturing(terms).Did(o => CheckoutTransitions.Pend(o, 1, "ECHECK"));

    /// <summary>Paid: 100.00, of which the processor kept 3.98.</summary>
    public static ScriptedSale Paid(OrderTerms? terms = null, int lines = 1) =>
        Capturing(terms, lines).Did(o => CheckoutTransitions.RecordCapture(o, Captured()));

    public static ScriptedSale Shipped(OrderTerms? terms = null) =>
        Paid(terms).Did(o => ShipmentTransitions.Mark(o, Parcel("shp-1", Start, "USPS 1")));

    public static ScriptedSale Released(OrderTerms? terms = null)
    {
        var sale = Shipped(terms);
        sale.Now = Start + TimeSpan.FromHours(72);
        return sale.Did(sale.Release);
    }

    public static ScriptedSale Submitted(OrderTerms? terms = null) => Released(terms) is var sale ? sale.Did(sale.Submit("bat-1")) : null!;

    public static ScriptedSale PaidOut(OrderTerms? terms = null) =>
        Submitted(terms) is var sale ? sale.Did(o => PayoutTransitions.Pay(o, 1, "ITEM1", Usd("0.25"), sale.Now)) : null!;

    /// <summary>Not shipped within seven days, and being refunded.</summary>
    public static ScriptedSale Refunding(OrderTerms? terms = null)
    {
        var sale = Paid(terms);
        sale.Now = Start + TimeSpan.FromDays(7);
        return sale.Did(o => RefundDecisions.RefundUnshipped(o, sale.Now));
    }

    public static Capture Captured(string gross = "100.00", string fee = "3.98", int k = 1) =>
        new("CAPTURE" + k, k, Usd(gross), Usd(fee), Start, Late: false);

    // Tracking: carrier and number with a space between, or null.
    public static Shipment Parcel(string id, DateTimeOffset at, string? tracking, params int[] lines) => new(id, lines, at)
    {
        Carrier = tracking?.Split(' ')[0],
        TrackingNumber = tracking?.Split(' ')[1].PadLeft(22, '9'),
    };

    public Decision Release(Order order) => PayoutTransitions.Release(order, PayoutTransitions.Blocks(order, sellerIsActive: true), Now);

    public Func<Order, Decision> Submit(string batchId, int g = 1) =>
        order => PayoutTransitions.Submit(order, g, batchId, PayoutTransitions.Blocks(order, sellerIsActive: true), Now);

    /// <summary>A copy, to continue in another way.</summary>
    public ScriptedSale Copy()
    {
        var copy = new ScriptedSale(Order) { Now = Now };
        copy.Ledger.AddRange(Ledger);
        copy.Events.AddRange(Events);
        copy.Starts.AddRange(Starts);
        return copy;
    }

    /// <summary>Runs a step and writes its decision.</summary>
    public Decision Do(Func<Order, Decision> step)
    {
        var decision = step(Order);
        if (decision.Change is not { } change)
            return decision;

        var json = JsonSerializer.Serialize(change.Order, ChatPayJson.Stored);
        Order = JsonSerializer.Deserialize<Order>(json, ChatPayJson.Stored)!;
        Assert.Equal(json, JsonSerializer.Serialize(Order, ChatPayJson.Stored));
        Ledger.AddRange(change.Ledger);
        Events.AddRange(change.Events.Select(e => e.Type));
        Starts.AddRange(change.Starts);
        Assert.Empty(LedgerInvariants.Broken(Order, Ledger));
        return decision;
    }

    /// <summary>Runs a step that must change something.</summary>
    public ScriptedSale Did(Func<Order, Decision> step)
    {
        var decision = Do(step);
        Assert.True(decision.Change is not null, decision.Refusal?.ToString() ?? "The step changed nothing.");
        return this;
    }

    /// <summary>Runs a step that must be refused with this code.</summary>
    public ScriptedSale IsRefused(string code, Func<Order, Decision> step)
    {
        Assert.Equal(code, Do(step).Refusal?.Code);
        return this;
    }

    /// <summary>Runs a step that must find nothing to do.</summary>
    public ScriptedSale HasNothingToDo(Func<Order, Decision> step)
    {
        Assert.Same(Decision.Nothing, Do(step));
        return this;
    }
}
