using System.Globalization;
using System.Text;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Sales;

/// <summary>
/// Each call to PayPal with every fault: the money moves once, and the sale ends as it should once the fault is over and people have
/// repeated what they were told to. The outcomes are printed, also to <c>faults.txt</c> beside the tests.
/// </summary>
public sealed class FaultMatrixJourneys(JourneyPlatform platform) : Journey(platform)
{
    // More than the client retries by itself.
    private const int Times = 3;

    private static readonly string[] CallsUntilShipped = ["token", "create-order", "get-order", "capture", "track"];
    private static readonly string[] PayoutCalls = ["get-balances", "create-payout", "get-payout"];
    private static readonly string[] RefundCalls = ["refund", "get-refund", "get-capture"];
    private static readonly string[] CaseCalls = ["get-dispute", "provide-evidence", "accept-claim"];

    /// <summary>Null means two concurrent identical calls.</summary>
    private static readonly Fault?[] Faults =
        [Fault.TimeOutBefore, Fault.TimeOutAfterSuccess, Fault.Error500, Fault.Error503, Fault.TooManyRequests, Fault.MalformedBody, null];

    private readonly List<Cell> _cells = [];
    private readonly List<int> _answers = [];
    private string _call = "";
    private Fault? _fault;

    private string Name => $"{_call} {_fault}";

    [Fact]
    public async Task Whatever_goes_wrong_with_a_call_the_money_moves_once()
    {
        await EachAsync(CallsUntilShipped, "paidOut", async () =>
        {
            var sale = await RequestedAsync(Name);
            await ShipAsync(sale);
            return sale;
        });
        // All holds end together.
        await PayOutAsync(_cells[^1].Sale);
        await EachAsync(PayoutCalls, "paidOut", async () =>
        {
            var sale = await ShippedAsync(Name);
            await PayOutAsync(sale);
            return sale;
        });
        await EachAsync(RefundCalls, "refunded", RefundAsync);
        await EachAsync(CaseCalls, "refunded", LoseAsync);

        foreach (var cell in _cells)
            await CheckAsync(cell);
        await PrintAsync();
    }

    private async Task EachAsync(string[] calls, string ending, Func<Task<Sale>> play)
    {
        foreach (var call in calls)
        {
            foreach (var fault in Faults)
            {
                (_call, _fault) = (call, fault);
                _answers.Clear();
                var sale = await play();
                _cells.Add(
                    new Cell(call, fault, sale, _answers.Count == 0 ? "in the background" : string.Join(", then ", _answers), ending));
            }
        }
    }

    private async Task CheckAsync(Cell cell)
    {
        var (call, fault, sale, _, ending) = cell;
        var name = $"{call} {fault}";
        Assert.Equal((name, ending), (name, await sale.StatusAsync()));
        var charged = PayPal.Captures.Where(c => c.InvoiceId == sale.OrderId).ToList();
        var returned =
            PayPal.RefundsOf(sale).Sum(r => r.Amount) + PayPal.Disputes.Where(d => charged.Any(c => c.Id == d.CaptureId)).Sum(d => d.Taken);
        var paidOut = PayPal.Payouts.Where(p => p.IsOf(sale)).Sum(p => p.Amount);
        Assert.Equal(
            (name, 54_50, ending == "paidOut" ? 0 : 54_50, ending == "paidOut" ? 52_11 : 0),
            (name, charged.Sum(c => c.Gross), returned, paidOut));
        var order = Assert.Single(PayPal.Orders, o => (string?)o.Unit["invoice_id"] == sale.OrderId);
        if (ending == "paidOut")
            Assert.Equal((name, "SHIPPED"), (name, Assert.Single(order.Trackers).Status));
    }

    private async Task PrintAsync()
    {
        var table = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Each call goes wrong {Times} times: what the caller was answered, and where it ended\n"));
        foreach (var cells in _cells.GroupBy(c => c.Call))
        {
            table.Append(CultureInfo.InvariantCulture, $"\n{cells.Key}\n");
            foreach (var cell in cells)
                table.Append(
                    CultureInfo.InvariantCulture,
                    $"  {cell.Fault?.ToString() ?? "TwiceAtOnce",-20} {cell.Answers}: {cell.Ending}\n");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(table.ToString());
        await File.WriteAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "faults.txt"),
            table.ToString(),
            TestContext.Current.CancellationToken);
    }

    private async Task ShipAsync(Sale sale)
    {
        await DoAsync(["create-order"], () => sale.Buyer.PostAsync($"orders/{sale.OrderId}/checkout", idempotencyKey: "tap"));
        var approval = await sale.CheckoutAsync("tap");
        var approved = 0;
        await DoAsync(
            ["token", "get-order", "capture"],
            async () =>
            {
                if (Interlocked.Exchange(ref approved, 1) == 0)
                {
                    using (Deaf())
                        await PayPal.ApproveAsync(Sale.ProviderOrderOf(approval));
                }

                return await sale.Buyer.PostAsync($"orders/{sale.OrderId}/capture", idempotencyKey: "capture");
            });
        await DoAsync(
            ["track"],
            () =>
                sale.Seller.PostAsync(
                    $"orders/{sale.OrderId}/shipments",
                    new { carrier = "USPS", trackingNumber = "9400100000000000000000" }));
    }

    private async Task PayOutAsync(Sale sale)
    {
        await Pass(TimeSpan.FromHours(72));
        await DoAsync(PayoutCalls, () => sale.Operator.PostAsync("ops/payout-sweeps"));
        await Pass(TimeSpan.FromHours(3));
    }

    private async Task<Sale> RefundAsync()
    {
        var sale = await PaidAsync(Name);
        var refunded = 0;
        if (_call == "get-refund")
            PayPal.Outcomes.NextRefund(RefundOutcome.Pending);
        await DoAsync(["refund", "get-capture", "get-refund"], async () =>
        {
            if (_call != "get-capture")
                return await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { all = true }, "refund");
            if (Interlocked.Exchange(ref refunded, 1) == 0)
                await PayPal.RefundInDashboardAsync(PayPal.Captures.Single(c => c.InvoiceId == sale.OrderId).Id);
            return await sale.Seller.GetAsync($"orders/{sale.OrderId}");
        });
        if (_call == "get-refund")
            await PayPal.CompleteRefundAsync(Assert.Single(PayPal.RefundsOf(sale)).Id);
        await Pass(TimeSpan.FromHours(7));
        return sale;
    }

    private async Task<Sale> LoseAsync()
    {
        var sale = await ShippedAsync(Name);
        SimulatedDispute? dispute = null;
        var disputed = 0;
        await DoAsync(["get-dispute"], async () =>
        {
            if (Interlocked.Exchange(ref disputed, 1) == 0)
                dispute = await PayPal.OpenDisputeAsync(PayPal.Captures.Single(c => c.InvoiceId == sale.OrderId).Id);
            return await sale.Seller.GetAsync($"orders/{sale.OrderId}");
        });
        var path = $"orders/{sale.OrderId}/cases/{dispute!.Id}";
        if (_call == "provide-evidence")
            await DoAsync(["provide-evidence"], () => sale.Seller.PostAsync($"{path}/evidence", new { }));
        await DoAsync(["accept-claim"], () => sale.Seller.PostAsync($"{path}/acceptance", new { }, "accept"));
        await Pass(TimeSpan.FromHours(7));
        return sale;
    }

    /// <summary>Performs an action that makes calls; for this cell's call, injects the fault, and repeats the action after the fault
    /// is over if the response asked for that.</summary>
    private async Task DoAsync(string[] calls, Func<Task<SaleClient.Answer>> act)
    {
        if (!calls.Contains(_call))
        {
            await act();
            await Clock.DrainAsync();
            return;
        }

        if (_fault is { } fault)
        {
            if (_call == "token")
                PayPal.Faults.Next("capture", Fault.Unauthenticated);
            PayPal.Faults.Next(_call, fault, _call == "token" ? 1 : Times);
        }

        SaleClient.Answer[] answers = [];
        var doing = Task.Run(async () => answers = await Task.WhenAll(Enumerable.Range(0, _fault is null ? 2 : 1).Select(_ => act())));
        await ToTheEndOf(doing);
        _answers.AddRange(answers.Select(a => a.Status));
        await Pass(TimeSpan.FromMinutes(45));
        PayPal.Faults.Clear();
        if (answers.All(a => a.Status < 300))
            return;

        var repeated = await act();
        _answers.Add(repeated.Status);
        Assert.True(repeated.Status is < 300 or 409, $"{_call} {_fault}: {repeated.Status} {repeated.Body.GetRawText()}");
    }

    /// <summary>A call with a fault, and its outcome.</summary>
    private sealed record Cell(string Call, Fault? Fault, Sale Sale, string Answers, string Ending);
}
