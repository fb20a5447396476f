using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Sellers.Secrets;

/// <summary>Identity data that a payment on its way will make needed is not erased meanwhile.</summary>
public sealed class ErasedWhilePaidTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CheckoutState.Capturing)]
    [InlineData(CheckoutState.Unknown)]
    [InlineData(CheckoutState.CapturePending)]
    public async Task Erasure_WhileAPaymentIsOnItsWay_IsRefused(CheckoutState state)
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("paid soon");
        await bench.SubmitKycAsync("paid soon");
        await PutAsync(bench, seller, state);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => bench.EraseKycAsync("paid soon"));

        Assert.Equal((409, "money-open"), (refused.Status, refused.Code));
        Assert.NotNull((await bench.Sellers.FindAsync(seller, Cancellation))!.KycReference);
    }

    [Fact]
    public async Task Erasure_WhilePayingHasFailed_IsDone()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("not paid");
        await bench.SubmitKycAsync("not paid");
        await PutAsync(bench, seller, CheckoutState.Failed);
        await bench.EraseKycAsync("not paid");
        Assert.NotNull((await bench.Sellers.FindAsync(seller, Cancellation))!.Erasure!.ErasedAt);
    }

    /// <summary>The payment begins between the question and the row that forbids it.</summary>
    [Fact]
    public async Task Erasure_WhenAPaymentHasBegunMeanwhile_WaitsForItAndThenForTheLaw()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("just paid");
        await bench.SubmitKycAsync("just paid");
        var reference = (await bench.Sellers.FindAsync(seller, Cancellation))!.KycReference!;
        var order = await PutAsync(bench, seller, CheckoutState.Capturing);
        var now = bench.Stores.Clock.GetUtcNow();
        await bench.Sellers.ChangeAsync(
            seller,
            s => SellerTransitions.EraseKyc(s, new() { RequestedAt = now, EraseAt = now, Reference = reference }),
            Cancellation);

        await bench.Get<IdentityErasures>().EraseAsync(seller, Cancellation);
        Assert.Equal(reference, (await bench.Sellers.FindAsync(seller, Cancellation))!.Erasure!.Reference);

        // It is paid, and then lost to a refund: nothing is open.
        await bench.Get<OrderStore>().ChangeAsync(
            order, o => new OrderChange(o.With(o.CurrentCheckout! with { State = CheckoutState.Failed })), Cancellation);
        await bench.BookAsync(seller);
        await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        await bench.LookAsync();

        var erasure = (await bench.Sellers.FindAsync(seller, Cancellation))!.Erasure!;
        Assert.Equal(reference, erasure.Reference);
        Assert.Equal((1, 1), (erasure.EraseAt.Month, erasure.EraseAt.Day));
        Assert.True(erasure.EraseAt > now.AddYears(4));
    }

    /// <summary>A clock that went on while the sales were looked for once made it due a moment later: it waited for the night.</summary>
    [Fact]
    public async Task Erasure_OfASellerWhoNeverSold_IsDueWhenItIsAskedFor()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("never sold");
        var asked = bench.Stores.Clock.GetUtcNow();
        await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal(asked, await bench.Get<IdentityErasures>().EraseAtAsync(seller, asked, Cancellation));
    }

    private static async Task<string> PutAsync(SecretsBench bench, string seller, CheckoutState state)
    {
        var order = ScriptedSale.Capturing().Order with { Id = Ids.Derived("ord", seller), SellerId = seller };
        var orders = bench.Get<OrderStore>();
        await orders.CreateAsync(new OrderChange(order with { Checkouts = [] }), Cancellation);
        await orders.ChangeAsync(
            order.Id, o => new OrderChange(o with { Checkouts = [order.CurrentCheckout! with { State = state }] }), Cancellation);
        return order.Id;
    }
}
