using System.Net;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Orders.ShipTo;

public sealed class ShipToAddressesTests
{
    private static readonly PayPalShipping Told = new(
        new PayPalName("Test Buyer"),
        new PayPalAddress("12 Harbor Lane", City: "Portland", Region: "ME", PostalCode: "04101", CountryCode: "US"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Address_KeptAndRead_IsTheSameAndIsNotReadableInItsRow()
    {
        await using var stores = await LocalStores.StartAsync();
        var addresses = Addresses(stores, stores.Secrets, NoPayPal());

        await addresses.TryKeepAsync(ScriptedSale.OrderId, Told, Cancellation);

        var shown = await addresses.FindAsync(ScriptedSale.Paid().Order, Cancellation);
        Assert.Equal(new ShipToAddress("Test Buyer", "12 Harbor Lane", null, "Portland", "ME", "04101", "US"), shown);
        Assert.DoesNotContain("Harbor", shown!.ToString(), StringComparison.Ordinal);
        var row = await ChatPayTables.FindAsync(stores.Tables.Orders, ScriptedSale.OrderId, "ship-to", Cancellation);
        Assert.DoesNotContain(row!.Keys, key => row[key].ToString()!.Contains("Harbor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_WhileTheVaultIsDown_HoldsNothingUpAndIsAskedForLater()
    {
        await using var stores = await LocalStores.StartAsync();
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                """{"id":"PAYPAL1","status":"COMPLETED","purchase_units":[{"shipping":{"name":{"full_name":"Test Buyer"},"address":{"address_line_1":"12 Harbor Lane","country_code":"US"}}}]}"""
            ));

        await Addresses(stores, new DeadVault(), paypal).TryKeepAsync(ScriptedSale.OrderId, Told, Cancellation);
        Assert.Null(await Addresses(stores, new DeadVault(), paypal).FindAsync(ScriptedSale.Paid().Order, Cancellation));

        var addresses = Addresses(stores, stores.Secrets, paypal);
        Assert.Equal("12 Harbor Lane", (await addresses.FindAsync(ScriptedSale.Paid().Order, Cancellation))?.Line1);
        var asked = paypal.Calls.Count();
        Assert.Equal("12 Harbor Lane", (await addresses.FindAsync(ScriptedSale.Paid().Order, Cancellation))?.Line1);
        Assert.Equal(asked, paypal.Calls.Count());
    }

    [Fact]
    public void Address_IsShown_WhileThereIsSomethingToShip()
    {
        Assert.False(ShipToAddresses.IsShownFor(ScriptedSale.Requested().Order));
        Assert.True(ShipToAddresses.IsShownFor(ScriptedSale.Paid().Order));
        Assert.False(ShipToAddresses.IsShownFor(ScriptedSale.Shipped().Order));
        Assert.True(
            ShipToAddresses.IsShownFor(ScriptedSale.Shipped().Did(o => ShipmentTransitions.Unmark(o, "shp-1", ScriptedSale.Start)).Order));
        Assert.False(ShipToAddresses.IsShownFor(ScriptedSale.Paid().Order with { Kind = FulfilmentKind.Pickup }));
    }

    [Fact]
    public void Address_MayGo_WhenNoMarkCanBeTakenBackAnyMoreOrAfter90Days()
    {
        var soon = ScriptedSale.Start.AddDays(14);
        Assert.False(ShipToAddresses.MayGo(ScriptedSale.Paid().Order, soon));
        Assert.False(ShipToAddresses.MayGo(ScriptedSale.Paid().Order, ScriptedSale.Start.AddDays(365)));
        Assert.False(ShipToAddresses.MayGo(ScriptedSale.Shipped().Order, soon));
        Assert.True(ShipToAddresses.MayGo(ScriptedSale.Shipped().Order, ScriptedSale.Start.AddDays(90)));
        Assert.False(ShipToAddresses.MayGo(ScriptedSale.Released().Order, soon));
        Assert.False(ShipToAddresses.MayGo(ScriptedSale.Requested().Order, soon));
        Assert.True(ShipToAddresses.MayGo(ScriptedSale.Requested().Order, ScriptedSale.Start.AddDays(90)));
    }

    private static ShipToAddresses Addresses(LocalStores stores, SecretClient vault, PayPalBench paypal) =>
        new(
            stores.Tables,
            new AddressKeys(vault, stores.DeletedSecrets, stores.Clock),
            paypal.Client,
            new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance),
            NullLogger<ShipToAddresses>.Instance);

    private static PayPalBench NoPayPal() => new(_ => throw new InvalidOperationException("Nothing is to be asked."));

    private sealed class DeadVault : SecretClient
    {
        public override Task<Response<KeyVaultSecret>> GetSecretAsync(
            string name,
            string? version = null,
            SecretContentType? outContentType = null,
            CancellationToken cancellationToken = default) => throw new RequestFailedException(503, "The vault is down.");

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version, CancellationToken cancellationToken) =>
            throw new RequestFailedException(503, "The vault is down.");
    }
}
