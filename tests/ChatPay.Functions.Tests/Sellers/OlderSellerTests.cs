using Azure.Data.Tables;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>Rows from when a standing was stored are converted to facts, erring on the safe side.</summary>
public sealed class OlderSellerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"state\":\"active\"", SellerState.Active, true)]
    [InlineData("\"state\":\"pending\",\"stateReason\":\"r\"", SellerState.Pending, false)]
    [InlineData("\"state\":\"restricted\",\"stateReason\":\"r\"", SellerState.Restricted, false)]
    [InlineData("\"state\":\"restricted\",\"stateReason\":\"r\",\"owesTooMuch\":true", SellerState.Restricted, false)]
    [InlineData("\"state\":\"unverified\",\"kycIsOver\":true", SellerState.Unverified, false)]
    [InlineData("\"state\":\"revoked\",\"stateReason\":\"r\"", SellerState.Revoked, false)]
    public async Task Row_OfAnOlderVersion_StandsAsItDid(string standing, SellerState state, bool mayBePaid)
    {
        await using var stores = await LocalStores.StartAsync();
        var now = stores.Clock.GetUtcNow();
        await stores.Tables.Sellers.UpsertEntityAsync(
            new TableEntity("sel-1", "seller")
            {
                ["Doc"] =
                    $$"""{"id":"sel-1","businessName":"Mugs","country":"US","payPalMerchantId":"SELLERMUGS234",{{standing}},"termsVersion":"v1","kycReference":"kyc-1","kycSubmittedAt":"{{now:O}}","screened":"notScreened","createdAt":"{{now:O}}"}""",
            },
            TableUpdateMode.Replace, Cancellation);

        var sellers = new SellerStore(stores.Tables, stores.Clock);
        var read = (await sellers.FindAsync("sel-1", Cancellation))!;
        Assert.Equal((state, mayBePaid), (read.StateAt(now), read.MayBePaid(now)));

        Assert.Null(read.SanctionsHold);

        // Writing it again changes nothing.
        await sellers.ChangeAsync("sel-1", s => s with { ReserveBasisPoints = 1 }, Cancellation);
        Assert.Equal(read with { ReserveBasisPoints = 1 }, await sellers.FindAsync("sel-1", Cancellation));
    }

    [Fact]
    public async Task Row_OfASellerWhomTheScreeningHadListed_IsHeldAndCanBeCleared()
    {
        await using var stores = await LocalStores.StartAsync();
        var now = stores.Clock.GetUtcNow();
        var sellers = new SellerStore(stores.Tables, stores.Clock);
        await sellers.CreateAsync(SellerFacts.Active("sel-1", now) with { Screened = Screening.Listed }, Cancellation);
        var read = (await sellers.FindAsync("sel-1", Cancellation))!;
        Assert.Equal((false, now), (read.MayBePaid(now), read.SanctionsHold?.Since));

        await sellers.ChangeAsync("sel-1", s => SellerTransitions.ClearSanctions(s, "opr-1", "n", now), Cancellation);
        Assert.True((await sellers.FindAsync("sel-1", Cancellation))!.MayBePaid(now));
    }
}
