using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>
/// Sales of two lines: one shipped, the other refunded at its deadline, and the rest paid out (races 14 and 16); a partial refund and
/// a case during the hold; the same with a chargeback after the payout. Actions of people, clock and provider keep their order; each
/// webhook arrives twice, at any time after its cause, and the app then reads the provider's state. Every order of arrival ends in
/// the same state.
/// </summary>
public sealed class WebhookOrderTests
{
    private const int Samples = 3_000;
    private static readonly DateTimeOffset Paid = ScriptedSale.Start + TimeSpan.FromDays(3);
    private static readonly DateTimeOffset Overdue = Paid + TimeSpan.FromDays(7);
    private static readonly DateTimeOffset Due = Overdue + TimeSpan.FromHours(72);

    private static readonly Step[] Paying =
    [
        new(Command: o => CheckoutTransitions.Begin(o, ScriptedSale.Start)),
        new(Command: o => CheckoutTransitions.Made(o, 1, "PAYPAL1", "https://provider.example/approve")),
        new(Provider: p => p with { Approved = true }),
        new(Command: o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start)),
        new(Provider: p => p with { Capture = "PENDING" }),
        new(Provider: p => p with { Capture = "COMPLETED" }),
    ];

    /// <summary>The steps in order: changes at the provider, or commands to the app.</summary>
    private static readonly Step[] PartlyShipped =
    [
        .. Paying,
        new(Command: o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", Paid, "USPS 1", 0))),
        new(Command: o => RefundDecisions.RefundUnshipped(o, Overdue)),
        new(Command: o => RefundTransitions.Submit(o, 1)),
        new(Provider: p => p with { Refund = "PENDING" }),
        new(Provider: p => p with { Refund = "COMPLETED" }),
        new(Command: o => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Command: o => PayoutTransitions.Submit(o, 1, "bat-1", PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Provider: p => p with { Payout = "PENDING" }),
        new(Provider: p => p with { Payout = "SUCCESS" }),
    ];

    private static readonly Step[] RefundedInPart =
    [
        .. Paying,
        new(Command: o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", Paid, "USPS 1"))),
        new(Command: o =>
            RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(ScriptedSale.Usd("20.00")), new("key", "request"), Paid)),
        new(Command: o => RefundTransitions.Submit(o, 1)),
        new(Provider: p => p with { Refund = "COMPLETED" }),
    ];

    /// <summary>A case during the hold, reported before the hold ends, and decided at any time after.</summary>
    private static readonly Step[] CaseInTheHold =
    [
        .. RefundedInPart,
        new(Provider: p => p with { Case = Case(1, "OPEN", "80.00") }, HeardAtOnce: true),
        new(Provider: p => p with { Case = Case(2, "UNDER_REVIEW", "80.00") }),
        new(Provider: p => p with { Case = Case(3, "RESOLVED", "50.00", "15.00") }),
        new(Command: o => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Command: o => PayoutTransitions.Submit(o, 1, "bat-1", PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Provider: p => p with { Payout = "PENDING" }),
        new(Provider: p => p with { Payout = "SUCCESS" }),
    ];

    /// <summary>A chargeback after the payout: lost, appealed, and lost in part.</summary>
    private static readonly Step[] CaseAfterThePayout =
    [
        .. RefundedInPart,
        new(Command: o => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Command: o => PayoutTransitions.Submit(o, 1, "bat-1", PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Provider: p => p with { Payout = "PENDING" }),
        new(Provider: p => p with { Payout = "SUCCESS" }),
        new(Provider: p => p with { Case = Case(1, "OPEN", "80.00") }),
        new(Provider: p => p with { Case = Case(2, "RESOLVED", "80.00", "20.00") }),
        new(Provider: p => p with { Case = Case(3, "UNDER_REVIEW", "80.00", "20.00") }),
        new(Provider: p => p with { Case = Case(4, "RESOLVED", "50.00", "20.00") }),
    ];

    [Fact]
    public void Webhooks_EachTwiceAndInAnyOrder_EndInOneState() =>
        Assert.Contains(nameof(OrderStatus.PaidOut), EndOf(PartlyShipped), StringComparison.Ordinal);

    [Fact]
    public void Webhooks_OfACaseInTheHold_EndInOneState() =>
        Assert.Contains("PaidOut\n", EndOf(CaseInTheHold), StringComparison.Ordinal);

    [Fact]
    public void Webhooks_OfACaseAfterThePayout_EndInOneState() =>
        Assert.Contains("seller:sel-1:debt 67.50 USD", EndOf(CaseAfterThePayout), StringComparison.Ordinal);

    private static string EndOf(Step[] story)
    {
#pragma warning disable CA5394 // A seed that replays.
        var random = new Random(20_261_126);
        var beginning = new Point(ScriptedSale.Requested(lines: 2));
        var ends = Enumerable.Range(0, Samples).Select(_ => Play(story, random, beginning).Described).Distinct().ToList();
#pragma warning restore CA5394

        return Assert.Single(ends);
    }

    private static Point Play(Step[] story, Random random, Point beginning)
    {
        var point = beginning;
        var provider = new Provider();
        var webhooks = Webhooks(story, random);
        for (var i = 0; i < story.Length; i++)
        {
            if (story[i].Provider is { } changes)
                provider = changes(provider);
            else
                point = point.After(story[i].Command!, provider);

            foreach (var _ in webhooks[i])
                point = point.After(null, provider);
        }

        // The next poll finds whatever no webhook has reported.
        return point.After(null, provider);
    }

    /// <summary>The number of webhooks that arrive after each step: two per change at the provider, at that step or later.</summary>
    private static List<int>[] Webhooks(Step[] story, Random random)
    {
        var after = story.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < story.Length; i++)
        {
            for (var copy = 0; story[i].Provider is not null && copy < 2; copy++)
#pragma warning disable CA5394 // A seed that replays.
                after[story[i].HeardAtOnce && copy == 0 ? i : random.Next(i, story.Length)].Add(i);
#pragma warning restore CA5394
        }

        return after;
    }

    /// <summary>A command refused for lack of the provider's state is retried after reading it.</summary>
    private static void Carry(ScriptedSale sale, Provider provider, Func<Order, Decision> command)
    {
        if (sale.Do(command).Change is not null)
            return;
        Read(sale, provider);
        sale.Did(command);
    }

    /// <summary>Applies the provider's current state to the order; known state changes nothing.</summary>
    private static void Read(ScriptedSale sale, Provider provider)
    {
        if (provider.Approved)
            sale.Do(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start));
        if (provider.Capture == "PENDING")
            sale.Do(o => CheckoutTransitions.Pend(o, 1, "ECHECK"));
        if (provider.Capture == "COMPLETED")
            sale.Do(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured() with { At = Paid }));
        if (provider.Refund == "PENDING")
            sale.Do(o => RefundTransitions.Pend(o, 1, "REFUND1"));
        if (provider.Refund == "COMPLETED")
            sale.Do(o => RefundTransitions.Complete(o, 1, "REFUND1", Overdue));
        if (provider.Case is { } reading)
            sale.Do(o => DisputeTransitions.Observe(o, reading, Paid));
        if (provider.Payout == "PENDING")
            sale.Do(o => PayoutTransitions.Process(o, 1, "ITEM1"));
        if (provider.Payout == "SUCCESS")
            sale.Do(o => PayoutTransitions.Pay(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), Due));
    }

    /// <summary>Everything that must be equal: status, money, ledger, and each event of the timeline once.</summary>
    private static string Describe(ScriptedSale sale) =>
        string.Join(
            '\n',
            [
                OrderStatuses.ForSeller(sale.Order).ToString(),
                sale.Order.Capture!.ToString(),
                sale.Order.Net.ToString(),
                .. sale.Order.Refunds.Select(r =>
                    $"{r.Number} {r.State} {r.Amount} {r.FromSeller} {r.FromPlatform} {r.ProviderId} {r.CompletedAt:O}"),
                .. sale.Order.Payouts.Select(p => $"{p.Generation} {p.State} {p.Amount} {p.Fee} {p.ProviderItemId} {p.PaidAt:O}"),
                .. Balances.Of(sale.Ledger).OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => $"{b.Key} {b.Value}"),
                .. sale.Order.Disputes.Select(c => $"{c.Id} {c.State} {c.Lost} {c.Fees} {c.FromSeller} {c.FromPlatform}"),
                // The number of postings and notices of a case depends on how often it was read; the result does not.
                .. sale
                    .Ledger.Select(t => t.Id)
                    .Where(id => !id.Contains("-case-", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
                .. sale
                    .Events.Where(e =>
                        e
                            is not (
                                OrderEventType.PaymentPending
                                or OrderEventType.PaymentApproved
                                or OrderEventType.CaseReopened
                                or OrderEventType.CaseLost))
                    .Select(e => e.ToString())
                    .Order(StringComparer.Ordinal),
            ]);

    private static ProviderDispute Case(int minute, string status, string taken, string fee = "0.00") =>
        new("PP-D-1", Paid.AddMinutes(minute), status, ScriptedSale.Usd("80.00"), ScriptedSale.Usd(taken), ScriptedSale.Usd(fee));

    private sealed record Provider(
        bool Approved = false,
        string? Capture = null,
        string? Refund = null,
        string? Payout = null,
        ProviderDispute? Case = null);

    /// <summary>
    /// A point in a sale. Transitions depend on the order only: the result of a command or a reading at this point is computed and
    /// checked once, and shared by all samples that begin alike.
    /// </summary>
    private sealed class Point(ScriptedSale sale)
    {
        private readonly Dictionary<(Func<Order, Decision>? Command, Provider Provider), Point> _next = [];
        private string? _described;

        public string Described => _described ??= Describe(sale);

        /// <summary>The point after a command, given twice and applied once; or after a reading when there is none.</summary>
        public Point After(Func<Order, Decision>? command, Provider provider)
        {
            if (_next.TryGetValue((command, provider), out var known))
                return known;

            var after = sale.Copy();
            if (command is null)
            {
                Read(after, provider);
            }
            else
            {
                Carry(after, provider, command);
                Assert.Null(after.Do(command).Change);
            }

            // A step without effect leads back here.
            return _next[(command, provider)] = ReferenceEquals(after.Order, sale.Order) ? this : new Point(after);
        }
    }

    private sealed record Step(Func<Order, Decision>? Command = null, Func<Provider, Provider>? Provider = null, bool HeardAtOnce = false);
}
