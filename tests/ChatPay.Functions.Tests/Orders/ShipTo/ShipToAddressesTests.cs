using System.Net;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Orders.ShipTo;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared.Secrets;
using ChatPay.Functions.Shared.Storage;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Orders.ShipTo;

public sealed class ShipToAddressesTests
{
    private static readonly PayPalShipping Told = new(new PayPalName("Test Buyer"), new PayPalAddress("12 Harbor Lane", City: "Portland", Region: "ME", PostalCode: "04101", CountryCode: "US"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Address_KeptAndRead_IsTheSameAndIsNotReadableInItsRow()
    {
        await using var stores = await LocalStores.StartAsync();
        var addresses = Addresses(stores, stores.Secrets, NoPayPal());

        await addresses.TryKeepAsync(Sale.OrderId, Told, Cancellation);

        var shown = await addresses.FindAsync(Sale.Paid().Order, Cancellation);
        Assert.Equal(new ShipToAddress("Test Buyer", "12 Harbor Lane", null, "Portland", "ME", "04101", "US"), shown);
        Assert.DoesNotContain("Harbor", shown!.ToString(), StringComparison.Ordinal);
        var row = await ChatPayTables.FindAsync(stores.Tables.Orders, Sale.OrderId, "ship-to", Cancellation);
        Assert.DoesNotContain(row!.Keys, key => row[key].ToString()!.Contains("Harbor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_WhileTheVaultIsDown_HoldsNothingUpAndIsAskedForLater()
    {
        await using var stores = await LocalStores.StartAsync();
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK,
            """{"id":"PAYPAL1","status":"COMPLETED","purchase_units":[{"shipping":{"name":{"full_name":"Test Buyer"},"address":{"address_line_1":"12 Harbor Lane","country_code":"US"}}}]}"""));

        await Addresses(stores, new DeadVault(), paypal).TryKeepAsync(Sale.OrderId, Told, Cancellation);
        Assert.Null(await Addresses(stores, new DeadVault(), paypal).FindAsync(Sale.Paid().Order, Cancellation));

        var addresses = Addresses(stores, stores.Secrets, paypal);
        Assert.Equal("12 Harbor Lane", (await addresses.FindAsync(Sale.Paid().Order, Cancellation))?.Line1);
        var asked = paypal.Calls.Count();
        Assert.Equal("12 Harbor Lane", (await addresses.FindAsync(Sale.Paid().Order, Cancellation))?.Line1);
        Assert.Equal(asked, paypal.Calls.Count());
    }

    [Fact]
    public void Address_IsShown_WhileThereIsSomethingToShip()
    {
        Assert.False(ShipToAddresses.IsShownFor(Sale.Requested().Order));
        Assert.True(ShipToAddresses.IsShownFor(Sale.Paid().Order));
        Assert.False(ShipToAddresses.IsShownFor(Sale.Shipped().Order));
        Assert.True(ShipToAddresses.IsShownFor(Sale.Shipped().Did(o => ShipmentTransitions.Unmark(o, "shp-1", Sale.Start)).Order));
        Assert.False(ShipToAddresses.IsShownFor(Sale.Paid().Order with { Kind = FulfilmentKind.Pickup }));
    }

    [Fact]
    public void Address_MayGo_WhenNoMarkCanBeTakenBackAnyMoreOrAfter90Days()
    {
        var soon = Sale.Start.AddDays(14);
        Assert.False(ShipToAddresses.MayGo(Sale.Paid().Order, soon));
        Assert.False(ShipToAddresses.MayGo(Sale.Paid().Order, Sale.Start.AddDays(365)));
        Assert.False(ShipToAddresses.MayGo(Sale.Shipped().Order, soon));
        Assert.True(ShipToAddresses.MayGo(Sale.Shipped().Order, Sale.Start.AddDays(90)));
        Assert.False(ShipToAddresses.MayGo(Sale.Released().Order, soon));
        Assert.False(ShipToAddresses.MayGo(Sale.Requested().Order, soon));
        Assert.True(ShipToAddresses.MayGo(Sale.Requested().Order, Sale.Start.AddDays(90)));
    }

    private static ShipToAddresses Addresses(LocalStores stores, SecretClient vault, PayPalBench paypal) => new(
        stores.Tables, new AddressKeys(vault, stores.DeletedSecrets, stores.Clock), paypal.Client, new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance), NullLogger<ShipToAddresses>.Instance);

    private static PayPalBench NoPayPal() => new(_ => throw new InvalidOperationException("Nothing is to be asked."));

    private sealed class DeadVault : SecretClient
    {
        public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, SecretContentType? outContentType = null, CancellationToken cancellationToken = default) =>
            throw new RequestFailedException(503, "The vault is down.");

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version, CancellationToken cancellationToken) =>
            throw new RequestFailedException(503, "The vault is down.");
    }
}
