using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Two runs hold the same batch, and both try to write it: the version that they read decides, and the loser neither calls
/// the provider nor undoes the winner's work.</summary>
public sealed class TwoRunsOneBatchTests
{
    private static readonly string Seller = "sel-" + PayoutBench.Receiver;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_TwoRunsAreAboutToSend_IsSentByOneOfThem()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request)
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : pass()));
        var (calls, waiting) = (0, 0);
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PayoutInstance Run()
        {
            var hasWritten = false;
            return bench.Instance(async (request, pass) =>
            {
                if (Wire.IsNewBatch(request))
                    Interlocked.Increment(ref calls);
                if (!hasWritten && IsWriteOfABatch(request))
                {
                    hasWritten = true;
                    if (Interlocked.Increment(ref waiting) == 2)
                        both.SetResult();
                    await both.Task.WaitAsync(Cancellation);
                }

                return await pass();
            });
        }

        await Task.WhenAll(bench.SweepAsync(Run()), bench.SweepAsync(Run()));

        Assert.Equal((2, 1), (waiting, calls));
        await bench.HoursAsync(2);
        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Batch_SentWhileASlowRunLeavesAnOrderOutOfIt_PaysThatOrderOnce()
    {
        await using var bench = await PayoutBench.StartAsync();
        var held = Assert.Single(await bench.DueAsync(1));
        var others = await bench.DueAsync(2, "SELLERHATS234");
        var isSent = false;
        // The slow run has read the batch. The other one sends all of it, and only then is a seller restricted.
        var slow = bench.Instance(async (request, pass) =>
        {
            var answer = await pass();
            if (!isSent && Wire.IsNewRowOfABatch(request))
            {
                isSent = true;
                await bench.SweepAsync();
                await bench.App.Sellers.ChangeAsync(
                    Seller, s => SellerTransitions.Restrict(s, "look", bench.Clock.GetUtcNow()), Cancellation);
            }

            return answer;
        });

        await bench.SweepAsync(slow);

        Assert.Equal(PayoutState.Submitting, await bench.StateAsync(held));
        await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.LiftRestriction(s, bench.Clock.GetUtcNow()), Cancellation);
        await bench.HoursAsync(3);
        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync([held, .. others]);
    }

    [Fact]
    public async Task Batch_SettledByItsWebhookBeforeTheCallIsAnswered_StaysSettled()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);

        await bench.SweepAsync(bench.Instance(async (request, pass) =>
        {
            var answer = await pass();
            if (Wire.IsNewBatch(request))
            {
                await bench.PassAsync(TimeSpan.FromMinutes(1));
                await bench.App.Hear.RunAsync(
                    (await bench.BatchAsync(orders[0])).Id,
                    Assert.Single(bench.PayPal.PayoutBatches).Id,
                    "PAYMENT.PAYOUTSBATCH.SUCCESS",
                    Cancellation);
            }

            return answer;
        }));

        var batch = await bench.BatchAsync(orders[0]);
        Assert.Equal((PayoutBatchState.Settled, "SUCCESS"), (batch.State, batch.ProviderStatus));
        await bench.EachIsPaidOnceAsync(orders);
    }

    private static bool IsWriteOfABatch(HttpRequestMessage request) =>
        request.Method == HttpMethod.Put && request.RequestUri!.AbsolutePath.Contains("RowKey='batch-", StringComparison.Ordinal);
}
