using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Sellers;

public sealed class RegisterSellerTests
{
    private static readonly SellerRegistration Good = new("Mugs & More", "US", AccountType.Business, "SELLERMUGS234");

    [Fact]
    public void Registration_OfABusinessInTheUs_IsUnverified() =>
        Assert.Equal(SellerState.Unverified, RegisterSeller.Check(Good, "sel-1", default).StateAt(default));

    [Theory]
    [InlineData("", "US", AccountType.Business, "SELLERMUGS234", 400, "businessName")]
    [InlineData("Mugs", "us", AccountType.Business, "SELLERMUGS234", 422, "country")]
    [InlineData("Mugs", "DE", AccountType.Business, "SELLERMUGS234", 422, "country")]
    [InlineData("Mugs", "US", AccountType.Personal, "SELLERMUGS234", 422, "accountType")]
    [InlineData("Mugs", "US", AccountType.Business, "sellermugs234", 400, "payPalMerchantId")]
    [InlineData("Mugs", "US", AccountType.Business, "SELLERMUGS23", 400, "payPalMerchantId")]
    [InlineData("Mugs", "US", AccountType.Business, "SELLERMUGS2345", 400, "payPalMerchantId")]
    [InlineData("Mugs", "US", AccountType.Business, "SELLERMUGS230", 400, "payPalMerchantId")]
    [InlineData("Mugs", "US", AccountType.Business, "SELLERMUGS234\n", 400, "payPalMerchantId")]
    public void Registration_OtherThanThat_NamesTheField(
        string name,
        string country,
        AccountType type,
        string merchant,
        int status,
        string field)
    {
        var e = Assert.Throws<ProblemException>(() => RegisterSeller.Check(new(name, country, type, merchant), "sel-1", default));
        Assert.Equal((status, field), (e.Status, e.Field));
    }

    [Fact]
    public void Registration_ManyMistakes_NamesThemAll()
    {
        var e = Assert.Throws<ProblemException>(
            () => RegisterSeller.Check(new(" ", "DE", AccountType.Personal, "mine"), "sel-1", default));
        Assert.Equal(
            [
                ("businessName", "text-missing"), ("accountType", "account-type-refused"), ("country", "country-refused"),
                ("payPalMerchantId", "paypal-merchant-id-invalid"),
            ],
            e.Errors.Select(error => (error.Field, error.Code)));
        Assert.Equal(400, e.Status);
    }
}
