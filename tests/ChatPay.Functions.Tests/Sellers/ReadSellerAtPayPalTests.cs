using System.Net;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Sellers.PayPalOnboarding;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>What PayPal says of a seller's account counts in the order in which it was asked.</summary>
public sealed class ReadSellerAtPayPalTests
{
    private const string SellerId = "sel-1";
    private const string Limited = """{"merchant_id":"M","payments_receivable":false,"primary_email_confirmed":true}""";
    private const string Free = """{"merchant_id":"M","payments_receivable":true,"primary_email_confirmed":true}""";
    private const string Denied = """{"name":"NOT_AUTHORIZED","details":[{"issue":"PERMISSION_DENIED"}]}""";
    private const string Missing = """{"name":"RESOURCE_NOT_FOUND"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two events are handled at once, and the earlier reading is written last.</summary>
    [Theory]
    [InlineData(Limited, Free, true)]
    [InlineData(Free, Limited, false)]
    public async Task Reading_ThatStalls_DoesNotOverwriteALaterOne(string first, string second, bool canBePaid)
    {
        await using var stores = await LocalStores.StartAsync();
        var stalled = new TaskCompletionSource<HttpResponseMessage>();
        var asked = 0;
        var (read, sellers) = await StartAsync(
            stores,
            _ => Interlocked.Increment(ref asked) == 1 ? stalled.Task : Task.FromResult(ScriptedHttp.Json(HttpStatusCode.OK, second)));

        var earlier = read.OfMerchantAsync(Merchant, Cancellation);
        while (Volatile.Read(ref asked) == 0)
            await Task.Yield();
        await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        await read.OfMerchantAsync(Merchant, Cancellation);
        stalled.SetResult(ScriptedHttp.Json(HttpStatusCode.OK, first));
        await earlier;

        Assert.Equal(canBePaid, (await sellers.FindAsync(SellerId, Cancellation))!.AtPayPal?.CanBePaid);
    }

    /// <summary>The event that an account is free again is lost: the night asks, while it is limited and no longer.</summary>
    [Fact]
    public async Task Account_ThatIsFreeAgainWithoutAnEvent_IsFoundByNight()
    {
        await using var stores = await LocalStores.StartAsync();
        var (asked, answer) = (0, Limited);
        var (read, sellers) = await StartAsync(
            stores,
            _ =>
            {
                asked++;
                return Task.FromResult(ScriptedHttp.Json(HttpStatusCode.OK, answer));
            });
        await read.OfMerchantAsync(Merchant, Cancellation);
        await NightAsync();
        await NightAsync();
        Assert.Equal((3, false), (asked, (await sellers.FindAsync(SellerId, Cancellation))!.AtPayPal!.CanBePaid));

        answer = Free;
        await NightAsync();
        Assert.True((await sellers.FindAsync(SellerId, Cancellation))!.MayBePaid(stores.Clock.GetUtcNow()));
        await NightAsync();
        Assert.Equal(4, asked);

        async Task NightAsync()
        {
            await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
            var days = new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance);
            await new ReadLimitedSellers(days, sellers, read).RunAsync(new TimerInfo(), Cancellation);
        }
    }

    /// <summary>PayPal refuses this platform every account: that says nothing about the seller's.</summary>
    [Fact]
    public async Task Refusal_OfThePlatformItself_IsNoNewsOfTheSeller()
    {
        await using var stores = await LocalStores.StartAsync();
        var (read, sellers) = await StartAsync(stores, _ => Task.FromResult(ScriptedHttp.Json(HttpStatusCode.Forbidden, Denied)));

        await Assert.ThrowsAsync<PayPalRefusedException>(() => read.OfMerchantAsync(Merchant, Cancellation));
        Assert.Null((await sellers.FindAsync(SellerId, Cancellation))!.AtPayPal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, Denied)]
    [InlineData(HttpStatusCode.NotFound, Missing)]
    public async Task Refusal_OfTheSellersAccountAlone_IsAWithdrawal(HttpStatusCode status, string body)
    {
        await using var stores = await LocalStores.StartAsync();
        var (read, sellers) = await StartAsync(
            stores,
            asked => Task.FromResult(
                asked.Path.Contains("tracking_id", StringComparison.Ordinal)
                    ? ScriptedHttp.Json(HttpStatusCode.NotFound, Missing)
                    : ScriptedHttp.Json(status, body)));

        await read.OfMerchantAsync(Merchant, Cancellation);
        Assert.Contains(
            "withdrawn", (await sellers.FindAsync(SellerId, Cancellation))!.AtPayPal!.Why, StringComparison.Ordinal);
    }

    private static string Merchant => SellerFacts.Active(SellerId, DateTimeOffset.UnixEpoch).PayPalMerchantId;

    private static async Task<(ReadSellerAtPayPal Read, SellerStore Sellers)> StartAsync(
        LocalStores stores, Func<ScriptedHttp.Asked, Task<HttpResponseMessage>> answer)
    {
        var sellers = new SellerStore(stores.Tables, stores.Clock);
        await sellers.CreateAsync(SellerFacts.Active(SellerId, stores.Clock.GetUtcNow()), Cancellation);
        await stores.Tables.Indexes.UpsertEntityAsync(
            new TableEntity("paypal-merchant-" + Merchant, SellerId), TableUpdateMode.Replace, Cancellation);
        var read = new ReadSellerAtPayPal(
            sellers,
            new SellerNotices(stores.Queues),
            stores.Tables,
            new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance),
            new PayPalBench((asked, _) => answer(asked)).Client,
            Options.Create(new PayPalOptions { MerchantId = "PLATFORM" }),
            Options.Create(new SellerTerms()),
            stores.Clock,
            NullLogger<ReadSellerAtPayPal>.Instance);
        return (read, sellers);
    }
}
