using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Journeys.Crash;

/// <summary>What the engine keeps of orchestrations that ended long ago is removed; the orders stay what they are, whatever starts
/// one again.</summary>
public sealed class PurgeTests() : PlatformOfItsOwn(new Dictionary<string, string?> { ["Orchestrations__DaysKept"] = "30" })
{
    [Fact]
    public async Task Orchestrations_ThatEndedLongAgo_AreRemovedAndMayBeStartedAgain()
    {
        using var sale = new Sale(Local, "long ago");
        await PayAsync(sale);
        Sale.Must(await sale.Buyer.PostAsync(
            $"orders/{sale.OrderId}/refund-requests", new { amount = Sale.Usd("10.00") }, "ask"), 201);
        Sale.Must(await sale.Seller.PostAsync(
            $"orders/{sale.OrderId}/refund-requests/1/decision", new { decision = "grant" }, "grant"), 200);
        await sale.ShipAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/complaints", new { message = "It is broken." }, "complain"), 201);
        var capture = Assert.Single(Local.PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        var dispute = await Local.PayPal.OpenDisputeAsync(capture.Id);
        await Local.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await Local.PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/complaints/1/withdrawal"), 200);
        await Local.Clock.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var ended = await OrchestrationsAsync(sale);
        Assert.Equal(
            ["CaseLifecycle", "ComplaintReminder", "OrderLifecycle", "RefundLifecycle", "RefundRequestReminder"],
            ended.Select(o => o.Name).Order());

        // The youngest that have ended by then are younger than 30 days.
        await Local.Clock.AdvanceAsync(TimeSpan.FromDays(10));
        using var younger = new Sale(Local, "younger");
        await PayAsync(younger);
        await Local.Clock.AdvanceAsync(TimeSpan.FromDays(24));
        Assert.Equal("refunded", await younger.StatusAsync());
        using var running = new Sale(Local, "running");
        await PayAsync(running);
        await Local.Clock.AdvanceAsync(TimeSpan.FromDays(6));

        Assert.All(ended, o => Assert.Null(InstanceOf(o.Id)));
        Assert.NotNull(InstanceOf(younger.OrderId));
        Assert.Equal(OrchestrationRuntimeStatus.Running, InstanceOf(running.OrderId)!.RuntimeStatus);

        var (before, refunds, payouts) = (await OrderAsync(sale), Local.PayPal.RefundsOf(sale).Count, Local.PayPal.Payouts.Count);
        foreach (var (name, id) in ended)
            await Local.Durable.Client.ScheduleNewOrchestrationInstanceAsync(name, sale.OrderId, new StartOrchestrationOptions(id));
        // A reminder waits before it looks.
        await Local.Clock.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.All(ended, o => Assert.Equal(OrchestrationRuntimeStatus.Completed, InstanceOf(o.Id)!.RuntimeStatus));
        Assert.Equal(before, await OrderAsync(sale));
        Assert.Equal((refunds, payouts), (Local.PayPal.RefundsOf(sale).Count, Local.PayPal.Payouts.Count));
    }

    private static async Task PayAsync(Sale sale)
    {
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
    }

    private OrchestrationMetadata? InstanceOf(string id) => Local.Durable.Client.GetInstanceAsync(id).GetAwaiter().GetResult();

    private static async Task<List<(string Name, string Id)>> OrchestrationsAsync(Sale sale) =>
    [
        .. Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}/orchestrations"), 200)
            .Body.GetProperty("orchestrations").EnumerateArray()
            .Select(o => (o.GetProperty("name").GetString()!, o.GetProperty("instanceId").GetString()!)),
    ];

    /// <summary>Everything that an order has: its state, ledger, timeline and messages.</summary>
    private static async Task<string> OrderAsync(Sale sale)
    {
        var parts = new List<string>();
        foreach (var path in new[] { "", "/ledger", "/timeline" })
            parts.Add(Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}{path}"), 200).Body.ToString());
        parts.Add(Sale.Must(await sale.Buyer.GetAsync($"conversations/{sale.ConversationId}/messages?limit=100"), 200).Body.ToString());
        return string.Join('\n', parts);
    }
}
