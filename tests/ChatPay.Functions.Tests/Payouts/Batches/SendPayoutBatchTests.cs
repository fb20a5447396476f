using System.Net;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Whatever the provider answers to a repeat, a payout that it may have accepted is not sent under another id.</summary>
public sealed class SendPayoutBatchTests
{
    private static readonly PayoutState[] OnTheirWay = [PayoutState.Submitting, PayoutState.Submitting];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"name":"USER_BUSINESS_ERROR","debug_id":"d"}""")]
    [InlineData(
        HttpStatusCode.BadRequest,
        """{"name":"USER_BUSINESS_ERROR","links":[{"href":"https://provider.example/payouts?id=X","rel":"self"}]}"""
    )]
    [InlineData(
        HttpStatusCode.BadRequest,
        """{"name":"VALIDATION_ERROR","details":[{"field":"items[0].receiver","issue":"Receiver is invalid"}]}""")]
    [InlineData(HttpStatusCode.Unauthorized, """{"error":"invalid_token"}""")]
    [InlineData(HttpStatusCode.Forbidden, """{"name":"NOT_AUTHORIZED"}""")]
    [InlineData(HttpStatusCode.UnprocessableEntity, """{"name":"INSUFFICIENT_FUNDS"}""")]
    public async Task Batch_TakenUnansweredThenRefused_IsNotSentUnderAnotherId(HttpStatusCode status, string refusal)
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request) ? Wire.LoseAsync(pass) : pass()));
        Assert.Single(bench.PayPal.PayoutBatches);

        await bench.SweepAsync(Refusing(bench, status, refusal));
        Assert.Equal(OnTheirWay, await bench.StatesAsync(orders));
        Assert.Equal(PayoutBatchState.Sealed, (await bench.BatchAsync(orders[0])).State);
        Assert.Contains(bench.Log.Errors, e => e.Contains("proves nothing", StringComparison.Ordinal));

        await bench.HoursAsync(3);
        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Batch_TakenUnansweredAndRefusedInTheSameCall_IsNotSentUnderAnotherId()
    {
        // The client retries by itself: the first attempt has used up the balance, and the second finds it empty.
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        var attempts = 0;
        await bench.SweepAsync(bench.Instance((request, pass) => !Wire.IsNewBatch(request) ? pass()
            : ++attempts == 1 ? Wire.LoseAsync(pass)
            : Task.FromResult(Wire.Json(HttpStatusCode.UnprocessableEntity, """{"name":"INSUFFICIENT_FUNDS"}"""))));
        Assert.Equal(2, attempts);
        Assert.Equal(OnTheirWay, await bench.StatesAsync(orders));

        await bench.HoursAsync(2);
        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, """{"name":"NOT_AUTHORIZED"}""")]
    [InlineData(HttpStatusCode.BadRequest, """{"name":"USER_BUSINESS_ERROR","debug_id":"d"}""")]
    [InlineData(
        HttpStatusCode.BadRequest,
        """{"name":"VALIDATION_ERROR","details":[{"field":"sender_batch_header.email_subject","issue":"Too long"}]}""")]
    public async Task Batch_RefusedForNothingInIt_GoesOnUnderTheSameIdWhenThatIsMended(HttpStatusCode status, string refusal)
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(Refusing(bench, status, refusal));
        var batch = await bench.BatchAsync(orders[0]);
        Assert.Equal(PayoutBatchState.Sealed, batch.State);
        Assert.NotEmpty(bench.Log.Errors);

        await bench.HoursAsync(2);
        Assert.Equal(batch.Id, Assert.Single(bench.PayPal.PayoutBatches).SenderBatchId);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Batch_NeverReachedTheProviderAndThenNamesAReceiver_IsRefusedAllTheSame()
    {
        await using var bench = await PayoutBench.StartAsync();
        var good = await bench.DueAsync(2);
        var bad = Assert.Single(await bench.DueAsync(1, "not an account"));
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request)
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : pass()));
        Assert.False((await bench.BatchAsync(bad)).Attempted);

        await bench.HoursAsync(2);
        Assert.Equal(PayoutState.FailedPermanent, await bench.StateAsync(bad));
        await bench.EachIsPaidOnceAsync(good);
    }

    [Fact]
    public async Task Batch_NeverAnsweredFor29Days_IsNotSentAgain()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        var calls = 0;
        var app = bench.Instance((request, pass) =>
        {
            if (!Wire.IsNewBatch(request))
                return pass();
            calls++;
            throw new HttpRequestException("The connection broke.");
        });
        await bench.SweepAsync(app);
        await bench.PassAsync(TimeSpan.FromDays(29) - TimeSpan.FromTicks(1));
        await bench.SweepAsync(app);
        var before = calls;
        bench.Log.Clear();

        await bench.PassAsync(TimeSpan.FromTicks(1));
        await bench.SweepAsync(app);
        Assert.Equal(before, calls);
        Assert.Equal(OnTheirWay, await bench.StatesAsync(orders));
        Assert.Equal(PayoutBatchState.Sealed, (await bench.BatchAsync(orders[0])).State);
        Assert.Single(bench.Log.Errors);
    }

    /// <summary>Case 28: the repeat is refused without a link to the first batch; only the webhook names it.</summary>
    [Fact]
    public async Task Batch_RefusedAsDuplicateWithoutALink_IsFoundByTheWebhooksId_Case28()
    {
        await using var bench = await PayoutBench.StartAsync();
        bench.PayPal.Outcomes.HidesOriginalBatch = true;
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request) ? Wire.LoseAsync(pass) : pass()));
        await bench.HoursAsync(3);
        Assert.Equal(OnTheirWay, await bench.StatesAsync(orders));
        var batch = await bench.BatchAsync(orders[0]);
        Assert.Equal((PayoutBatchState.Sealed, null), (batch.State, batch.ProviderBatchId));

        await HearAsync(bench, batch.Id, Assert.Single(bench.PayPal.PayoutBatches).Id);
        await bench.SweepAsync();
        await bench.EachIsPaidOnceAsync(orders);
        Assert.DoesNotContain(await bench.App.Attention.ListOpenAsync(Cancellation), i => i.Kind == SendPayoutBatch.Refused);
    }

    [Fact]
    public async Task Batch_WhoseWebhookNamesAnothersBatch_IsNotTakenOver_Case28()
    {
        await using var bench = await PayoutBench.StartAsync();
        bench.PayPal.Outcomes.HidesOriginalBatch = true;
        var first = await bench.DueAsync(1);
        await bench.SweepAsync();
        var other = Assert.Single(bench.PayPal.PayoutBatches).Id;
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request) ? Wire.LoseAsync(pass) : pass()));

        var batch = await bench.BatchAsync(orders[0]);
        await HearAsync(bench, batch.Id, other);
        await bench.SweepAsync();
        Assert.Equal(PayoutBatchState.Sealed, (await bench.BatchAsync(orders[0])).State);
        Assert.Equal(OnTheirWay, await bench.StatesAsync(orders));
        await bench.HoursAsync(1);
        Assert.Equal(PayoutState.Paid, await bench.StateAsync(first[0]));
        Assert.Equal(OnTheirWay, await bench.StatesAsync(orders));
    }

    [Fact]
    public async Task Batch_SealedLongAgoAndNeverSent_IsSent()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request)
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : pass()));
        await bench.PassAsync(TimeSpan.FromDays(40));
        await bench.SweepAsync();
        await bench.HoursAsync(1);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Batch_BeingSentByAnotherRun_IsLeftAlone()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        var calls = 0;
        PayoutInstance? other = null;
        var app = bench.Instance(async (request, pass) =>
        {
            if (Wire.IsNewBatch(request) && ++calls == 1)
                await bench.SweepAsync(other);
            return await pass();
        });
        other = app;
        await bench.SweepAsync(app);
        Assert.Equal(1, calls);
        await bench.HoursAsync(1);
        await bench.EachIsPaidOnceAsync(orders);
        Assert.NotNull((await bench.App.Batches.FindAsync((await bench.BatchAsync(orders[0])).Id, Cancellation))?.Batch.ProviderBatchId);
    }

    private static Task HearAsync(PayoutBench bench, string batchId, string providerBatchId) =>
        bench.App.Hear.RunAsync(batchId, providerBatchId, "PAYMENT.PAYOUTSBATCH.PROCESSING", Cancellation);

    private static PayoutInstance Refusing(PayoutBench bench, HttpStatusCode status, string body) =>
        bench.Instance((request, pass) => Wire.IsNewBatch(request) ? Task.FromResult(Wire.Json(status, body)) : pass());
}
