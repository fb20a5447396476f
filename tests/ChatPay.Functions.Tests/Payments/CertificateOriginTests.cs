using ChatPay.Functions.Providers.PayPal.Webhooks;

namespace ChatPay.Functions.Tests.Payments;

public sealed class CertificateOriginTests
{
    private static readonly string[] Allowed = ["api.paypal.com", "api.sandbox.paypal.com", "http://127.0.0.1:5005"];

    [Theory]
    [InlineData("https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270")]
    [InlineData("https://API.PayPal.com/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com:443/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("http://127.0.0.1:5005/v1/notifications/certs/CERT-1")]
    public void CertificateUrl_OfAnAllowedOrigin_IsValid(string url) =>
        Assert.Equal(PayPalSignatureResult.Valid, CertificateOrigin.Check(url, Allowed));

    [Theory]
    [InlineData("https://evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://evilapi.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com./v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com:8443/v1/notifications/certs/CERT-1")]
    [InlineData("http://127.0.0.1:5006/v1/notifications/certs/CERT-1")]
    public void CertificateUrl_OfAForeignHost_IsRefused(string url) =>
        Assert.Equal(PayPalSignatureResult.CertificateHostRefused, CertificateOrigin.Check(url, Allowed));

    [Theory]
    [InlineData("http://api.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("ftp://api.paypal.com/v1/notifications/certs/CERT-1")]
    public void CertificateUrl_WithoutTls_IsRefused(string url) =>
        Assert.Equal(PayPalSignatureResult.CertificateSchemeRefused, CertificateOrigin.Check(url, Allowed));

    [Theory]
    [InlineData("https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://evil@api.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com\\@evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/../../../redirect")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/%2e%2e/x")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/CERT-1?to=evil")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/CERT-1#x")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/")]
    [InlineData("https://api.paypal.com/v1/other/CERT-1")]
    [InlineData("/v1/notifications/certs/CERT-1")]
    [InlineData("")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/CERT 1")]
    [InlineData("https://аpi.paypal.com/v1/notifications/certs/CERT-1")]
    public void CertificateUrl_ThatIsNotPlain_IsRefused(string url) =>
        Assert.Equal(PayPalSignatureResult.CertificateUrlRefused, CertificateOrigin.Check(url, Allowed));

    [Theory]
    [InlineData("http://api.paypal.com")]
    [InlineData("https://api.paypal.com/path")]
    [InlineData("https://user@api.paypal.com")]
    [InlineData("*")]
    [InlineData("")]
    public void AllowListEntry_ThatIsNoHostOrOrigin_IsNotRead(string entry) =>
        Assert.False(CertificateOrigin.TryParse(entry, out _));
}
