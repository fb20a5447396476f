using ChatPay.Functions.Payments.PayLink;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPageTests
{
    /// <summary>Browsers hold form-action against the redirect as well: without the source the button does nothing.</summary>
    [Theory]
    [InlineData("https://api-m.paypal.com", "https://*.paypal.com")]
    [InlineData("https://api-m.sandbox.paypal.com/", "https://*.paypal.com")]
    [InlineData("http://127.0.0.1:7074/", "http://127.0.0.1:7074")]
    [InlineData("https://api-m.paypal.com.evil.example/", "https://api-m.paypal.com.evil.example")]
    public void ApprovalSources_OfAnApi_CoverItsApprovalPage(string api, string sources) => Assert.Equal(sources, PayPage.ApprovalSources(new Uri(api)));
}
