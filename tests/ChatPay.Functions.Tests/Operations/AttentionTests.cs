using ChatPay.Functions.Operations;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>Items for an operator: one for each cause, and gone when it is done with.</summary>
public sealed class AttentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raised_Twice_IsOneItem()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new Attention(stores.Tables, stores.Clock);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RaiseAsync(attention)));
        var item = Assert.Single(await attention.ListAsync(open: true, Cancellation));
        Assert.Equal(("refund-refused", "ord-1-refund-1", "ord-1"), (item.Kind, item.Subject, item.OrderId));
    }

    [Fact]
    public async Task Resolved_AndRaisedAgain_StaysResolved()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new Attention(stores.Tables, stores.Clock);
        await RaiseAsync(attention);
        var item = Assert.Single(await attention.ListAsync(open: true, Cancellation));
        var resolved = await Task.WhenAll(attention.ResolveAsync(item, "paid by bank", Cancellation), attention.ResolveAsync(item, "paid twice", Cancellation));
        Assert.Single(resolved.Select(r => r.Resolution).Distinct());

        await RaiseAsync(attention);
        Assert.Empty(await attention.ListAsync(open: true, Cancellation));
        Assert.Single(await attention.ListAsync(open: false, Cancellation));
    }

    [Fact]
    public async Task Cleared_WhenItsCauseHasGone_IsResolvedByItself()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new Attention(stores.Tables, stores.Clock);
        await attention.ClearAsync("refund-refused", "ord-1-refund-1", "never raised", Cancellation);
        await RaiseAsync(attention);
        await attention.ClearAsync("refund-refused", "ord-1-refund-1", "It went through after all.", Cancellation);
        Assert.Equal("It went through after all.", Assert.Single(await attention.ListAsync(open: false, Cancellation)).Resolution);
    }

    private static Task RaiseAsync(Attention attention) =>
        attention.RaiseAsync("refund-refused", "ord-1-refund-1", "PayPal refused it.", "Pay the buyer back another way.", "ord-1", Cancellation);
}
