using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Tests.Ledger;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Shared;
using CsCheck;

namespace ChatPay.Functions.Tests.Orders;

/// <summary><c>allowedActions</c> is exact: each command is sent to its endpoint, in any state of an order, at any time, by
/// anyone.</summary>
public sealed class AllowedActionsTests
{
    private static readonly Caller Buyer = new("issuer|buyer", new HashSet<Role> { Role.Buyer });
    private static readonly Caller Seller = new("issuer|seller", new HashSet<Role> { Role.Seller });
    private static readonly Caller Operator = new("issuer|operator", new HashSet<Role> { Role.Operator });
    private static readonly Caller SellingOperator = new("issuer|seller", new HashSet<Role> { Role.Seller, Role.Operator });
    private static readonly Caller Stranger = new("issuer|stranger", new HashSet<Role> { Role.Buyer, Role.Seller });

    // The ledger's random walk seldom takes steps that move no money.
    private static readonly Gen<Moment> Moments = Gen.Select(
        RandomSalesTests.Sales,
        Gen.Select(Gen.Enum<Extra>(), Gen.Int[0, 5]).Array[0, 5],
        Gen.Int[0, 4].Select(i => new[] { Buyer, Seller, Operator, SellingOperator, Stranger }[i]),
        Gen.Int[0, 24 * 20],
        (sale, extras, caller, hours) => new Moment(sale, extras, caller, hours));

    private enum Extra
    {
        AskForTime,
        AgreeToMore,
        Block,
        WrongNumber,
        AcceptNumber,
        CaseWaits,
        CaseCanBeAccepted,
        AcceptCase,
        CaseWithoutAmounts,
        BookCase,
    }

    [Fact]
    public async Task AnyOrder_AnyCallerAtAnyTime_IsToldWhatTheEndpointsDo()
    {
        await using var stores = await LocalStores.StartAsync();
        var clock = new FixedClock(ScriptedSale.Start);
        var endpoints = new OrderEndpoints(stores, clock);
        var orders = OrderStores.Of(stores.Tables, stores.Queues, clock);
        var n = 0;

        await Moments.SampleAsync(
            async moment =>
            {
                var sale = moment.Play();
                clock.Now = sale.Now + TimeSpan.FromHours(moment.Hours);
                var order = await KeepAsync(sale.Order);
                var told = OrderView.For(order, moment.Caller, clock.Now).AllowedActions;
                foreach (var (action, thing) in Commands(endpoints, order))
                {
                    var outcome = await endpoints.SayAsync(action, order, thing, moment.Caller, TestContext.Current.CancellationToken);
                    var isTold = told.Contains(action.NameOf(thing));
                    // Repeats a call to PayPal, which has no further effect.
                    var isSaidBefore = (action == OrderActions.AcceptDispute && order.Disputes.Any(c => c.Id == thing && c.Accepted))
                        || (action == OrderActions.Capture && order.CurrentCheckout is { IsBeingCaptured: true });
                    Assert.True(
                        isTold == (outcome == OrderEndpoints.Outcome.Done) || (isSaidBefore && outcome != OrderEndpoints.Outcome.Refused),
                        $"{action.NameOf(thing)} is {(isTold ? "told" : "not told")}, and is {outcome}.");
                    // A refused payment may still be read as approved.
                    if (outcome == OrderEndpoints.Outcome.Done || action == OrderActions.Capture)
                        order = await KeepAsync(sale.Order);
                }

                Assert.All(told, name => Assert.Contains(
                    name, Commands(endpoints, order).Select(c => c.Action.NameOf(c.Thing))));
            },
            iter: 120,
            threads: 1);

        async Task<Order> KeepAsync(Order order)
        {
            var kept = order with
            {
                Id = Ids.Derived("ord", $"{n++}"),
                BuyerId = Buyer.BuyerId,
                SellerId = Seller.SellerId,
            };
            await orders.CreateAsync(new OrderChange(kept), TestContext.Current.CancellationToken);
            return (await orders.GetAsync(kept.Id, TestContext.Current.CancellationToken)).Order;
        }
    }

    // For what the path names: everything that the order has, and one thing that it does not have.
    private static IEnumerable<(OrderAction Action, string Thing)> Commands(OrderEndpoints endpoints, Order order) =>
        from action in endpoints.Actions
        from thing in action.Path.Split('{', '}') switch
        {
            [_, "shipmentId", ..] => order.Shipments.Select(s => s.Id).Append("shp-none"),
            [_, "caseId", ..] => order.Disputes.Select(c => c.Id).Append("PP-D-NONE"),
            ["complaints/", ..] => Numbers(order.Complaints.Count),
            ["payouts/", ..] => Numbers(order.Payouts.Count),
            [_, "number", ..] => Numbers(order.Refunds.Count),
            _ => [""],
        }
        select (action, thing);

    private static IEnumerable<string> Numbers(int last) => Enumerable.Range(1, last + 1).Select(n => $"{n}");

    private sealed record Moment(RandomSalesTests.Situation Sale, (Extra, int)[] Extras, Caller Caller, int Hours)
    {
        public ScriptedSale Play()
        {
            var sale = RandomSalesTests.Walk(Sale);
            foreach (var (extra, x) in Extras)
                sale.Do(order => Decide(order, extra, x, sale.Now));
            return sale;
        }

        public override string ToString() =>
            $"{Sale}, then {string.Join(" ", Extras)}, after {Hours} h, for {string.Join("+", Caller.Roles)} {Caller.Subject}";

        private static Decision Decide(Order order, Extra extra, int x, DateTimeOffset now) => extra switch
        {
            Extra.AskForTime => ShipByTransitions.Ask(order, (order.ShipBy ?? now).AddDays(x), null, now),
            Extra.AgreeToMore => ShipByTransitions.Answer(order, x % 2 == 0, now),
            Extra.Block => PayoutTransitions.Block(order, "The law."),
            Extra.WrongNumber => TrackingTransitions.Correct(order, $"shp-{x}", "USPS", "WRONG"),
            Extra.AcceptNumber => TrackingTransitions.Accept(order, $"shp-{x}"),
            Extra.CaseWaits or Extra.CaseCanBeAccepted or Extra.CaseWithoutAmounts when order.Refundable.MinorUnits > 0 =>
                DisputeTransitions.Observe(order, Reading(order, extra, x, now), now),
            Extra.AcceptCase => DisputeTransitions.Accept(order, $"PP-D-{x % 3}"),
            Extra.BookCase => DisputeTransitions.BookByHand(order, $"PP-D-{x % 3}", OrderEndpoints.Usd(0), null, "Seen.", now),
            _ => Decision.Nothing,
        };

        private static ProviderDispute Reading(Order order, Extra extra, int x, DateTimeOffset now)
        {
            var status = extra == Extra.CaseWithoutAmounts ? ProviderDisputeStatus.Resolved
                : x % 3 == 0 ? ProviderDisputeStatus.UnderReview
                : ProviderDisputeStatus.WaitingForSeller;
            return new ProviderDispute($"PP-D-{x % 3}", now.AddMinutes(order.Rows + 1), status, order.Refundable, null, null)
            {
                CanBeAccepted = extra == Extra.CaseCanBeAccepted,
                Outcome = extra == Extra.CaseWithoutAmounts ? "RESOLVED_BUYER_FAVOUR" : null,
            };
        }
    }
}
