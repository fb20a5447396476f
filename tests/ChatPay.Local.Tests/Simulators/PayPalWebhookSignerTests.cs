using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChatPay.Local.Simulators.PayPal.Webhooks;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalWebhookSignerTests
{
    [Fact]
    public void Crc_OfThePublishedVector_IsThePublishedNumber() => Assert.Equal(157791623u, Crc32.Of("test_string"u8));

    [Fact]
    public void Crc_OfTheStandardCheckString_IsTheStandardValue() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void SignedText_HasTheCrcInUnsignedDecimal() =>
        Assert.Equal(
            "id|2026-03-02T09:00:00Z|HOOK|157791623",
            PayPalWebhookSigner.SignedText("id", "2026-03-02T09:00:00Z", "HOOK", "test_string"u8));

    [Fact]
    public void Headers_VerifyWithTheCertificatesKey()
    {
        using var rsa = RSA.Create(2048);
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        using var certificate = new CertificateRequest(
            "CN=test",
            rsa,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(now, now.AddDays(1));

        var headers = PayPalWebhookSigner.Headers(certificate, new Uri("http://127.0.0.1/cert"), "HOOK", "id", now, "test_string"u8);

        Assert.Equal("SHA256withRSA", headers["PAYPAL-AUTH-ALGO"]);
        var text = Encoding.UTF8.GetBytes($"id|{headers["PAYPAL-TRANSMISSION-TIME"]}|HOOK|157791623");
        var signature = Convert.FromBase64String(headers["PAYPAL-TRANSMISSION-SIG"]);
        Assert.True(rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
