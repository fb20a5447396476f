using System.Text.Json;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Tests.Orders.Tracking;

/// <summary>Numbers that carriers issue, and numbers that none does.</summary>
public sealed class CarriersTests
{
    [Theory]
    [InlineData("USPS", "9400 1000 0000 0000 0000 00")]
    [InlineData("usps", "70000000000000000000")]
    [InlineData("USPS", "EA000000000US")]
    [InlineData("UPS", "1Z 999 AA1 01 2345 6784")]
    [InlineData("FedEx", "1234-5678-9012")]
    [InlineData("dhl express", "1234567890")]
    [InlineData("Cousin's Couriers", "ABC-1234")]
    public void Gives_ANumberOfItsForm_IsTrue(string carrier, string number) => Assert.True(Carriers.Gives(carrier, number));

    [Theory]
    [InlineData("USPS", "1")]
    [InlineData("USPS", "1Z999AA10123456784")]
    [InlineData("UPS", "9400100000000000000000")]
    [InlineData("FEDEX", "12345")]
    [InlineData("DHL", "in the post")]
    [InlineData("Cousin's Couriers", "soon")]
    [InlineData("Cousin's Couriers", "123")]
    [InlineData("-", "ABC1234")]
    public void Gives_AnythingElse_IsFalse(string carrier, string number) => Assert.False(Carriers.Gives(carrier, number));

    [Fact]
    public void Known_AllOfThem_AreOnPayPalsList()
    {
        var folder = Environment.GetEnvironmentVariable("PAYPAL_OPENAPI_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "PAYPAL_OPENAPI_DIR does not name the folder of PayPal's OpenAPI documents.");
        using var published = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder!, "checkout_orders_v2.json")));
        var codes = published
            .RootElement.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty("shipment_carrier")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(c => c.GetString());
        // OTHER, for the rest, is in the description's text but not in its list.
        Assert.Empty(Carriers.Known.Select(c => c.Code).Except(codes));
    }
}
