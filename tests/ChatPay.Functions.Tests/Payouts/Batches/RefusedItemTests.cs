using System.Text.Json.Nodes;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>One invalid item refuses the whole batch; the others are paid in the same sweep.</summary>
public sealed class RefusedItemTests
{
    private const string Bad = "not an account";

    [Fact]
    public async Task Batch_WithAnItemThatIsNamed_PaysTheOthersInTheSameSweep()
    {
        await using var bench = await PayoutBench.StartAsync();
        var good = await bench.DueAsync(3);
        var bad = await bench.DueAsync(2, Bad);
        Assert.Equal(3, await bench.SweepAsync());
        Assert.Equal([PayoutState.FailedPermanent, PayoutState.FailedPermanent], await bench.StatesAsync(bad));
        Assert.Equal("VALIDATION_ERROR receiver", (await bench.OrderAsync(bad[0])).CurrentPayout!.Failure);
        Assert.Single(await bench.EventsAsync(bad[0]), OrderEventType.PayoutRefused);
        Assert.DoesNotContain(OrderEventType.PayoutRefused, await bench.EventsAsync(good[0]));

        await bench.HoursAsync(2);
        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync(good);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 2)]
    [InlineData(8, 7)]
    public async Task Batch_WithAnItemThatIsNotNamed_IsHalvedUntilItIsFound(int count, int bad)
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = new List<string>();
        for (var i = 0; i < count; i++)
        {
            orders.AddRange(await bench.DueAsync(1, i == bad ? Bad : PayoutBench.Receiver));
            await bench.PassAsync(TimeSpan.FromSeconds(1));
        }

        var app = bench.Instance(WithoutNames);
        Assert.Equal(count - 1, await bench.SweepAsync(app));
        Assert.Equal(PayoutState.FailedPermanent, await bench.StateAsync(orders[bad]));
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync(orders.Where((_, i) => i != bad));
    }

    [Theory]
    [InlineData("items[1].receiver", "VALIDATION_ERROR receiver")]
    [InlineData("$.items[1].amount.value", "VALIDATION_ERROR amount.value")]
    [InlineData("/items/1/receiver", "VALIDATION_ERROR receiver")]
    [InlineData("items[1]", "VALIDATION_ERROR")]
    public void Judge_FieldOfAnItem_NamesIt(string field, string error)
    {
        var rejection = Assert.Single(Judge(3, "VALIDATION_ERROR", field)!.Rejected);
        Assert.Equal(("ord-1", error), (rejection.OrderId, rejection.Error));
    }

    [Theory]
    [InlineData("items")]
    [InlineData("items[7].receiver")]
    [InlineData(null)]
    public void Judge_NoItemNamed_LeavesItOpenUnlessThereIsOnlyOne(string? field)
    {
        Assert.Empty(Judge(3, "VALIDATION_ERROR", field)!.Rejected);
        Assert.Single(Judge(1, "VALIDATION_ERROR", field)!.Rejected);
    }

    [Fact]
    public void Judge_NotAboutItems_IsNoVerdict()
    {
        Assert.Null(Judge(3, "VALIDATION_ERROR", "sender_batch_header.recipient_type"));
        Assert.Null(Judge(3, "USER_BUSINESS_ERROR", "SENDER_BATCH_ID"));
        Assert.Null(Judge(3, "INSUFFICIENT_FUNDS", "items[1].amount"));
    }

    private static PayoutBatch? Judge(int count, string name, string? field)
    {
        var items = Enumerable.Range(0, count).Select(i => new PayoutBatchItem($"ord-{i}", 1, PayoutBench.Receiver, new Money(100, "USD")));
        var batch = new PayoutBatch
        {
            Id = "bat-1",
            At = DateTimeOffset.UnixEpoch,
            State = PayoutBatchState.Sealed,
            Items = [.. items],
        };
        return PayoutRefusal.Judge(
            batch,
            new PayPalRefusedException("pay", System.Net.HttpStatusCode.BadRequest, name, null, [new PayPalIssue("prose", field)], []));
    }

    private static async Task<HttpResponseMessage> WithoutNames(HttpRequestMessage request, Func<Task<HttpResponseMessage>> pass)
    {
        var answer = await pass();
        if (!Wire.IsNewBatch(request) || answer.IsSuccessStatusCode)
            return answer;
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        foreach (var detail in body["details"]!.AsArray())
            detail!.AsObject().Remove("field");
        return Wire.Json(answer.StatusCode, body.ToJsonString());
    }
}
