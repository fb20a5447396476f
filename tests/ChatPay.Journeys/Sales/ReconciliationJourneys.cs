using Azure.Data.Tables;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Payouts;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Sales;

/// <summary>The nightly reconciliation finds in the provider's lists what no webhook has reported.</summary>
public sealed class ReconciliationJourneys(JourneyPlatform platform) : Journey(platform)
{
    private static readonly TimeSpan Night = TimeSpan.FromHours(30);

    [Fact]
    public async Task A_refund_in_the_dashboard_that_nobody_told_of_is_found_at_night_and_not_paid_out()
    {
        var sale = await ShippedAsync();
        using (Deaf())
        {
            await PayPal.RefundInDashboardAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, 10_00);
            await Pass(Night);
            Assert.Contains("refundCompleted", await sale.EventsAsync());
        }

        await Pass(TimeSpan.FromHours(48));
        Assert.Equal(42_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_payout_that_came_back_and_nobody_told_of_is_found_at_night()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        using (Deaf())
        {
            await PayPal.SettlePayoutItemAsync(PayPal.Payouts.Single(p => p.IsOf(sale)).Id, new PayoutOutcome("RETURNED"));
            await Pass(Night);
        }

        Assert.Equal("payoutHeld", await sale.StatusAsync());
        await Pass(TimeSpan.FromHours(12)); // What was not heard is sent again, and heard.
    }

    [Fact]
    public async Task A_dispute_that_nobody_told_of_is_found_at_night()
    {
        var sale = await ShippedAsync();
        using (Deaf())
        {
            var dispute = await PayPal.OpenDisputeAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
            await Pass(Night);
            Assert.Equal("inDispute", await sale.StatusAsync());
            await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
            await Pass(Night);
        }

        Assert.Equal("shipped", await sale.StatusAsync());
        await Pass(Night);
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    /// <summary>Cases 02 and 03: PayPal reverses a payment, and its report names the order, or only the capture, among rows in other
    /// currencies.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reversal_that_nobody_told_of_is_found_at_night_and_taken_once(bool namesCaptureAlone)
    {
        var sale = await ShippedAsync($"reversal-{namesCaptureAlone}");
        using (Deaf())
        {
            await PayPal.ConvertCurrencyAsync("SEK", 250_00);
            await PayPal.ReverseCaptureAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, 10_00, namesCaptureAlone);
            await Pass(Night);
            Assert.Contains("refundCompleted", await sale.EventsAsync());
            Assert.Single(await KindsAsync(sale), "capture-reversed");
        }

        // Missed webhooks are sent again, and arrive.
        await Pass(TimeSpan.FromHours(48));
        Assert.Equal(42_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    /// <summary>Case 03: a list that cannot be read does not keep the others from being compared.</summary>
    [Theory]
    [InlineData("list-transactions")]
    [InlineData("get-balances")]
    public async Task A_list_that_cannot_be_read_does_not_hide_a_dispute(string failing)
    {
        var sale = await ShippedAsync($"without-{failing}");
        using (Deaf())
        {
            await PayPal.OpenDisputeAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
            PayPal.Faults.Next(failing, Fault.Error500, 1_000);
            await Pass(Night);
            PayPal.Faults.Clear();
            Assert.Equal("inDispute", await sale.StatusAsync());
        }

        await Pass(TimeSpan.FromHours(12)); // What was not heard is sent again, and heard.
    }

    /// <summary>Case 03.</summary>
    [Fact]
    public async Task Disputes_that_cannot_be_listed_do_not_hide_a_refund()
    {
        var sale = await ShippedAsync();
        using (Deaf())
        {
            await PayPal.RefundInDashboardAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, 10_00);
            PayPal.Faults.Next("list-disputes", Fault.Error500, 1_000);
            await Pass(Night);
            PayPal.Faults.Clear();
            Assert.Contains("refundCompleted", await sale.EventsAsync());
        }

        await Pass(TimeSpan.FromHours(12)); // What was not heard is sent again, and heard.
    }

    [Fact]
    public async Task A_payment_whose_order_is_not_here_waits_for_the_operator()
    {
        var sale = await PaidAsync();
        var orders = new TableServiceClient(Local.Tables.ConnectionString).GetTableClient("orders");
        var row = (await orders.GetEntityAsync<TableEntity>(sale.OrderId, "order")).Value;
        await orders.DeleteEntityAsync(sale.OrderId, "order");
        await Pass(Night);
        await orders.AddEntityAsync(row);
        var items = Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray();
        Assert.Single(
            items,
            i => i.GetProperty("kind").GetString() == "transaction-without-order" && i.GetProperty("orderId").GetString() == sale.OrderId);
    }

    [Fact]
    public async Task A_night_without_differences_raises_nothing()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var items = Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray();
        Assert.DoesNotContain(items, i => i.TryGetProperty("orderId", out var id) && id.GetString() == sale.OrderId);
        Assert.DoesNotContain(items, i => i.GetProperty("kind").GetString() is "balance-differs" or "not-at-provider");
    }

    private static async Task<List<string?>> KindsAsync(Sale sale) =>
        [
            .. Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Where(i => i.TryGetProperty("orderId", out var id) && id.GetString() == sale.OrderId)
                .Select(i => i.GetProperty("kind").GetString()),
        ];
}
