using System.Text.Json;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Sellers.Kyc;

public sealed class SensitiveTests
{
    [Fact]
    public void IdentityData_Printed_ShowsNothing()
    {
        var form = KycChecksTests.Form(taxId: "123-45-6789");
        var text = $"{form} {form.TaxId} {form.Address} {KycChecks.Check(form, new DateOnly(2026, 3, 1))}";
        Assert.DoesNotContain("6789", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Main", text, StringComparison.Ordinal);
    }

    [Fact]
    public void IdentityData_Serialised_IsRefused()
    {
        var form = KycChecksTests.Form();
        Assert.All(
            new object[]
            {
                form,
                form.TaxId,
                form.Address,
                new { form },
                KycChecks.Check(form, new DateOnly(2026, 3, 1)),
                new Dictionary<string, object> { ["kyc"] = form },
            },
            value => Assert.ThrowsAny<Exception>(() => JsonSerializer.Serialize(value, ChatPayJson.Stored)));
    }
}
