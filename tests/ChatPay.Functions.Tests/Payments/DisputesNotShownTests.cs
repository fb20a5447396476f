using System.Net;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>PayPal tells of a dispute that it does not show, or not to this app. It was once a dead letter, and the comparison of every
/// night failed; an orchestration asked in vain for ever.</summary>
public sealed class DisputesNotShownTests
{
    private const string Ours = """{"seller_transaction_id":"CAPTURE1","custom":"ord-1-checkout-1"}""";
    private const string Second = """{"seller_transaction_id":"CAPTURE2","custom":"ord-2-checkout-1"}""";

    // An operator names it by an id of the usual form.
    private static readonly string Named = DisputeBench.Invoiced;
    private static readonly string OfNamed = $$"""{"seller_transaction_id":"CAPTURE1","custom":"{{Named}}-checkout-1"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task NeverShown_IsToldToAnOperatorAndTakenUpWhenItIs(HttpStatusCode refusal)
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        bench.Refusal = refusal;
        await bench.HearAsync(DisputeBench.Opened);
        Assert.Equal(1, await bench.KeptAsync());
        Assert.False(await bench.NightAsync());
        var alert = Assert.Single(await bench.Attention.ListOpenAsync(Cancellation));
        Assert.Equal(("case-not-shown", DisputeBench.CaseId, null), (alert.Kind, alert.Subject, alert.OrderId));

        bench.Refusal = null;
        Assert.True(await bench.NightAsync());
        Assert.NotNull((await bench.OrderAsync("ord-1")).OpenDispute);
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    /// <summary>PayPal lists it no more, since it has not changed for long.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NeverShown_IsTriedAgainEachNightForHalfAYear(bool isHeard)
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        bench.Refusal = HttpStatusCode.NotFound;
        if (isHeard)
            await bench.HearAsync(DisputeBench.Opened);
        else
            Assert.False(await bench.NightAsync());
        bench.IsListed = false;
        await bench.PassAsync(TimeSpan.FromDays(150));
        Assert.False(await bench.NightAsync());

        bench.Refusal = null;
        Assert.True(await bench.NightAsync());
        Assert.NotNull((await bench.OrderAsync("ord-1")).OpenDispute);
    }

    /// <summary>PayPal shows it a little after it has told of it: waiting for the night, the order would be paid out.</summary>
    [Fact]
    public async Task NotShownYet_IsReadAgainWithinMinutes()
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        bench.Refusal = HttpStatusCode.NotFound;
        var news = DisputeBench.Opened with { At = bench.Now };
        await bench.HearAsync(news);
        Assert.Equal((1, 0), (bench.PutBack, await bench.KeptAsync()));
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));

        await bench.PassAsync(TimeSpan.FromMinutes(10));
        await bench.HearAsync(news);
        Assert.Equal((1, 1), (bench.PutBack, await bench.KeptAsync()));
        Assert.Single(await bench.Attention.ListOpenAsync(Cancellation));

        bench.Refusal = null;
        await bench.HearAsync(news);
        Assert.NotNull((await bench.OrderAsync("ord-1")).OpenDispute);
    }

    /// <summary>What an operator has looked at is told again only when PayPal tells of it again.</summary>
    [Fact]
    public async Task NeverShown_AndResolvedByAnOperator_IsToldAgainAfterANewEventOnly()
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        bench.Refusal = HttpStatusCode.NotFound;
        await bench.HearAsync(DisputeBench.Opened);
        var alert = Assert.Single(await bench.Attention.ListOpenAsync(Cancellation));
        await bench.Attention.ResolveAsync(alert, "Not ours.", DisputeBench.OperatorId, Cancellation);
        await bench.PassAsync(TimeSpan.FromDays(3));
        Assert.False(await bench.NightAsync());
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));

        await bench.HearAsync(DisputeBench.Opened with { At = bench.Now.AddHours(-1) });
        Assert.Single(await bench.Attention.ListOpenAsync(Cancellation));
    }

    /// <summary>Nothing says that it is over: the payout stays blocked, and PayPal is asked again.</summary>
    [Fact]
    public async Task ShownNoMore_StaysOpenAtEachOfItsOrders()
    {
        await using var bench = await DisputeBench.StartAsync([Ours, Second]);
        await bench.HearAsync(DisputeBench.Opened);
        bench.Refusal = HttpStatusCode.NotFound;
        await bench.HearAsync(DisputeBench.Opened);
        Assert.True(await bench.PollAsync("ord-1"));
        foreach (var id in new[] { "ord-1", "ord-2" })
            Assert.Equal(bench.Now, (await bench.OrderAsync(id)).OpenDispute!.NotShownSince);
        var alert = Assert.Single(await bench.Attention.ListOpenAsync(Cancellation));
        Assert.Contains("/cases/PP-D-1/settlement", alert.ToDo, StringComparison.Ordinal);

        bench.Refusal = null;
        bench.Resolve("RESOLVED_SELLER_FAVOUR", null);
        Assert.False(await bench.PollAsync("ord-1"));
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
        Assert.Null((await bench.OrderAsync("ord-1")).Disputes[0].NotShownSince);
    }

    [Fact]
    public async Task ShownNoMore_IsBookedByAnOperatorAndNotToldAgain()
    {
        await using var bench = await DisputeBench.StartAsync([OfNamed]);
        await bench.HearAsync(DisputeBench.Opened);
        await IsRefusedAsync("case-not-resolved", bench);
        bench.Refusal = HttpStatusCode.Forbidden;
        Assert.True(await bench.PollAsync(Named));
        var alert = Assert.Single(await bench.Attention.ListOpenAsync(Cancellation));
        await bench.BookAsync(Named, "20.00");
        var order = await bench.OrderAsync(Named);
        Assert.Equal(
            (DisputeState.PartlyLost, null, ScriptedSale.Usd("20.00")),
            (order.Disputes[0].State, order.Disputes[0].NotShownSince, order.Disputes[0].Lost));
        Assert.Equal(DisputeBench.OperatorId, (await bench.Attention.FindAsync(alert.Id, Cancellation))!.ResolvedBy);

        Assert.False(await bench.PollAsync(Named));
        await bench.PassAsync(TimeSpan.FromDays(2));
        Assert.True(await bench.NightAsync());
        await bench.HearAsync(DisputeBench.Opened);
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    /// <summary>One refusal once opened the settlement for hours.</summary>
    [Fact]
    public async Task ShownAgain_IsNotBookedByAnOperator()
    {
        await using var bench = await DisputeBench.StartAsync([OfNamed]);
        await bench.HearAsync(DisputeBench.Opened);
        bench.Refusal = HttpStatusCode.NotFound;
        Assert.True(await bench.PollAsync(Named));
        bench.Refusal = HttpStatusCode.Unauthorized;
        await IsRefusedAsync("unavailable", bench);
        bench.Refusal = null;
        await IsRefusedAsync("case-not-resolved", bench);
        Assert.Null((await bench.OrderAsync(Named)).OpenDispute!.NotShownSince);
    }

    /// <summary>Events that waited for their orders name them, and PayPal shows the dispute no more.</summary>
    [Fact]
    public async Task NeverShown_AndItsOrdersAreKnown_BlocksEachUntilItIsShown()
    {
        await using var bench = await DisputeBench.StartAsync([Ours, Second]);
        bench.Refusal = HttpStatusCode.NotFound;
        foreach (var id in new[] { "ord-1", "ord-2" })
        {
            await bench.HearAsync(DisputeBench.Opened with { OrderId = id });
            Assert.True((await bench.OrderAsync(id)).ManuallyBlocked);
        }

        Assert.Equal(1, await bench.KeptAsync());
        var alerts = await bench.Attention.ListOpenAsync(Cancellation);
        Assert.Equal(
            [("case-not-booked", "ord-1"), ("case-not-booked", "ord-2")], alerts.Select(a => (a.Kind, a.OrderId!)).Order());

        bench.Refusal = null;
        Assert.True(await bench.NightAsync());
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
        foreach (var id in new[] { "ord-1", "ord-2" })
            Assert.True(await bench.OrderAsync(id) is { ManuallyBlocked: false, OpenDispute: not null });
    }

    /// <summary>An operator's own block is not the app's to lift.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shown_LeavesTheBlockOfAnOperator(bool isBefore)
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        bench.Refusal = HttpStatusCode.NotFound;
        if (isBefore)
            await bench.DoAsync("ord-1", o => PayoutTransitions.Block(o, "Counsel looks into it."));
        await bench.HearAsync(DisputeBench.Opened with { OrderId = "ord-1" });
        if (!isBefore)
            await bench.DoAsync("ord-1", o => PayoutTransitions.Block(o, "Counsel looks into it."));

        bench.Refusal = null;
        Assert.True(await bench.NightAsync());
        Assert.Equal("Counsel looks into it.", (await bench.OrderAsync("ord-1")).BlockReason);
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    /// <summary>Only 403 and 404 say that it is not shown: what has no permission now may have it again.</summary>
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task Refused_IsTriedAgain(HttpStatusCode refusal)
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        bench.Refusal = refusal;
        await Assert.ThrowsAsync<PayPalRefusedException>(() => bench.HearAsync(DisputeBench.Opened));
        Assert.False(await bench.NightAsync());
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    /// <summary>Its orchestration may be started again after the purge.</summary>
    [Fact]
    public async Task Decided_IsFollowedToItsEndWithoutPayPal()
    {
        await using var bench = await DisputeBench.StartAsync([Ours]);
        await bench.HearAsync(DisputeBench.Opened);
        bench.Resolve("RESOLVED_SELLER_FAVOUR", null);
        await bench.HearAsync(DisputeBench.Opened);
        bench.Refusal = HttpStatusCode.Unauthorized;
        Assert.False(await bench.PollAsync("ord-1"));
    }

    private static async Task IsRefusedAsync(string code, DisputeBench bench) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ProblemException>(() => bench.BookAsync(Named, "20.00"))).Code);
}
