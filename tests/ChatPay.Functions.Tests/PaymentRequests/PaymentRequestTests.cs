using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.PaymentRequests;

public sealed class PaymentRequestTests
{
    private static readonly OrderTerms Terms = new();

    [Fact]
    public void Check_ManyMistakes_NamesThemAll()
    {
        var e = Assert.Throws<ProblemException>(() => new PaymentRequest
        {
            Lines =
            [
                new("", 0, new Money(24_00, "EUR")),
                new("Mug", 1),
                new("Mug \u202E", 1, new Money(24_00, "USD")),
            ],
            Shipping = new Money(5_00, "EUR"),
            ExpiresInMinutes = 9,
        }.Check(Terms));

        Assert.Equal(
            [
                ("lines[0].description", "description-invalid"), ("lines[0].quantity", "quantity-invalid"),
                ("lines[0].unitPrice", "currency-not-allowed"), ("lines[1].unitPrice", "price-missing"),
                ("lines[2].description", "text-invalid"), ("shipping", "currency-not-allowed"), ("expiresInMinutes", "expiry-invalid"),
            ],
            e.Errors.Select(error => (error.Field, error.Code)));
        Assert.Equal((400, "description-invalid", "lines[0].description"), (e.Status, e.Code, e.Field));
    }

    /// <summary>The total is only reported when the prices themselves are valid.</summary>
    [Fact]
    public void Check_OnlyTheTotalIsWrong_NamesIt()
    {
        var e = Assert.Throws<ProblemException>(
            () => new PaymentRequest { Lines = [new("Mug", 1, new Money(0, "USD"))] }.Check(Terms));
        Assert.Equal([("lines", "total-out-of-range")], e.Errors.Select(error => (error.Field, error.Code)));
    }
}
