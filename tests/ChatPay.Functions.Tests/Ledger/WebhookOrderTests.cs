using ChatPay.Functions.Ledger;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>
/// One sale of two lines, of which one is shipped and the other refunded at its deadline, and the rest paid out (races 14 and 16).
/// What people, clock and provider do keeps its order; each webhook comes twice, whenever it likes after what it tells of, and what
/// it tells is read again from the provider. Whatever the order, one state at the end.
/// </summary>
public sealed class WebhookOrderTests
{
    private const int Samples = 3_000;
    private static readonly DateTimeOffset Paid = Sale.Start + TimeSpan.FromDays(3);
    private static readonly DateTimeOffset Overdue = Paid + TimeSpan.FromDays(7);
    private static readonly DateTimeOffset Due = Overdue + TimeSpan.FromHours(72);

    /// <summary>What happens, in its order: at the provider, or as a command that the app has to carry out.</summary>
    private static readonly Step[] Story =
    [
        new(Command: o => CheckoutTransitions.Begin(o, Sale.Start)),
        new(Command: o => CheckoutTransitions.Made(o, 1, "PAYPAL1", "https://provider.example/approve")),
        new(Provider: p => p with { Approved = true }),
        new(Command: o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, Sale.Start)),
        new(Provider: p => p with { Capture = "PENDING" }),
        new(Provider: p => p with { Capture = "COMPLETED" }),
        new(Command: o => ShipmentTransitions.Mark(o, Sale.Parcel("shp-1", Paid, "USPS 1", 0))),
        new(Command: o => RefundDecisions.RefundUnshipped(o, Overdue)),
        new(Command: o => RefundTransitions.Submit(o, 1)),
        new(Provider: p => p with { Refund = "PENDING" }),
        new(Provider: p => p with { Refund = "COMPLETED" }),
        new(Command: o => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Command: o => PayoutTransitions.Submit(o, 1, "bat-1", PayoutTransitions.Blocks(o, sellerIsActive: true), Due)),
        new(Provider: p => p with { Payout = "PENDING" }),
        new(Provider: p => p with { Payout = "SUCCESS" }),
    ];

    [Fact]
    public void Webhooks_EachTwiceAndInAnyOrder_EndInOneState()
    {
#pragma warning disable CA5394 // A seed that replays.
        var random = new Random(20_261_126);
        var ends = Enumerable.Range(0, Samples).Select(_ => Play(random)).Distinct().ToList();
#pragma warning restore CA5394

        var end = Assert.Single(ends);
        Assert.Contains("paid out", end, StringComparison.Ordinal);
    }

    private static string Play(Random random)
    {
        var sale = Sale.Requested(lines: 2);
        var provider = new Provider();
        var webhooks = Webhooks(random);
        for (var i = 0; i < Story.Length; i++)
        {
            if (Story[i].Provider is { } changes)
                provider = changes(provider);
            else
                Carry(sale, provider, Story[i].Command!);
            foreach (var _ in webhooks[i])
                Read(sale, provider);
        }

        // What no webhook has told is found by the next poll.
        Read(sale, provider);
        return Describe(sale);
    }

    /// <summary>After which step how many webhooks come: two of each change at the provider, at that step or any later one.</summary>
    private static List<int>[] Webhooks(Random random)
    {
        var after = Story.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < Story.Length; i++)
        {
            for (var copy = 0; Story[i].Provider is not null && copy < 2; copy++)
#pragma warning disable CA5394 // A seed that replays.
                after[random.Next(i, Story.Length)].Add(i);
#pragma warning restore CA5394
        }

        return after;
    }

    /// <summary>What is refused because nothing has been heard of the provider yet is tried again after it was asked.</summary>
    private static void Carry(Sale sale, Provider provider, Func<Order, Decision> command)
    {
        if (sale.Do(command).Change is not null)
            return;
        Read(sale, provider);
        sale.Did(command);
    }

    /// <summary>The provider's state as it is now, into the order; whatever is known already changes nothing.</summary>
    private static void Read(Sale sale, Provider provider)
    {
        if (provider.Approved)
            sale.Do(o => CheckoutTransitions.Approve(o, 1, Sale.Start));
        if (provider.Capture == "PENDING")
            sale.Do(o => CheckoutTransitions.Pend(o, 1, "ECHECK"));
        if (provider.Capture == "COMPLETED")
            sale.Do(o => CheckoutTransitions.RecordCapture(o, Sale.Captured() with { At = Paid }));
        if (provider.Refund == "PENDING")
            sale.Do(o => RefundTransitions.Pend(o, 1, "REFUND1"));
        if (provider.Refund == "COMPLETED")
            sale.Do(o => RefundTransitions.Complete(o, 1, "REFUND1", Overdue));
        if (provider.Payout == "PENDING")
            sale.Do(o => PayoutTransitions.Process(o, 1, "ITEM1"));
        if (provider.Payout == "SUCCESS")
            sale.Do(o => PayoutTransitions.Pay(o, 1, "ITEM1", Sale.Usd("0.25"), Due));
    }

    /// <summary>Everything that is to be the same: headline, money, ledger, and each event of the timeline once.</summary>
    private static string Describe(Sale sale) => string.Join('\n',
        [
            Headline.Of(sale.Order),
            sale.Order.Capture!.ToString(),
            sale.Order.Net.ToString(),
            .. sale.Order.Refunds.Select(r => $"{r.N} {r.State} {r.Amount} {r.FromSeller} {r.FromPlatform} {r.ProviderId} {r.CompletedAt:O}"),
            .. sale.Order.Payouts.Select(p => $"{p.G} {p.State} {p.Amount} {p.Fee} {p.ProviderItemId} {p.PaidAt:O}"),
            .. Balances.Of(sale.Ledger).OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => $"{b.Key} {b.Value}"),
            .. sale.Ledger.Select(t => t.Id).Order(StringComparer.Ordinal),
            .. sale.Events.Where(e => e is not (OrderEventType.PaymentPending or OrderEventType.PaymentApproved)).Select(e => e.ToString()).Order(StringComparer.Ordinal),
        ]);

    private sealed record Provider(bool Approved = false, string? Capture = null, string? Refund = null, string? Payout = null);

    private sealed record Step(Func<Order, Decision>? Command = null, Func<Provider, Provider>? Provider = null);
}
