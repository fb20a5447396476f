using System.Text;
using ChatPay.Functions.Providers.PayPal.Webhooks;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalWebhookSignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"WH-EVENT","event_type":"PAYMENT.CAPTURE.COMPLETED"}""");

    private readonly WebhookSigner _signer = WebhookSigner.Shared;

    [Fact]
    public void SignedBytes_OfTheKnownText_EndWithItsChecksumInUnsignedDecimal()
    {
        var transmission = new PayPalTransmission("id", "time", "", "", "");

        Assert.Equal(
            "id|time|WH-1|157791623",
            Encoding.UTF8.GetString(PayPalWebhookSignature.SignedBytes(transmission, "test_string"u8, "WH-1")));
    }

    [Fact]
    public void SignedBytes_WithAChecksumOverTwoBillion_AreNotNegative()
    {
        var text = Encoding.UTF8.GetString(
            PayPalWebhookSignature.SignedBytes(new PayPalTransmission("i", "t", "", "", ""), "123456789"u8, "w"));

        Assert.Equal("i|t|w|3421780262", text);
    }

    [Fact]
    public void Webhook_SignedByPayPal_IsValid() =>
        Assert.Equal(PayPalSignatureResult.Valid, Verify(_signer.Sign(Body), Body));

    [Fact]
    public void Webhook_RepeatedThreeDaysLaterWithItsOldTime_IsValid() =>
        Assert.Equal(PayPalSignatureResult.Valid, Verify(_signer.Sign(Body), Body, now: WebhookSigner.Now.AddDays(3)));

    [Fact]
    public void Webhook_WithAnyBitOfItsBodyFlipped_IsWrong()
    {
        var transmission = _signer.Sign(Body);
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var body = Body.ToArray();
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(PayPalSignatureResult.SignatureWrong, Verify(transmission, body));
        }
    }

    [Fact]
    public void Webhook_WithAnotherId_IsWrong() =>
        Assert.Equal(PayPalSignatureResult.SignatureWrong, Verify(_signer.Sign(Body) with { Id = "another" }, Body));

    [Fact]
    public void Webhook_WithAnotherTime_IsWrong() =>
        Assert.Equal(PayPalSignatureResult.SignatureWrong, Verify(_signer.Sign(Body) with { Time = "2026-03-01T11:59:59Z" }, Body));

    [Fact]
    public void Webhook_ForAnotherRegistration_IsWrong() =>
        Assert.Equal(PayPalSignatureResult.SignatureWrong, Verify(_signer.Sign(Body, webhookId: "WH-2"), Body));

    [Fact]
    public void Webhook_WithAnotherKeysSignature_IsWrong()
    {
        var other = WebhookSigner.Other;

        Assert.Equal(PayPalSignatureResult.SignatureWrong, Verify(other.Sign(Body), Body));
    }

    [Fact]
    public void Webhook_WithACertificateUnderAnotherRoot_IsUntrusted()
    {
        var other = WebhookSigner.Other;
        using var trust = WebhookTrust.From(_signer.RootPem);

        Assert.Equal(
            PayPalSignatureResult.CertificateUntrusted,
            PayPalWebhookSignature.Verify(other.Sign(Body), Body, "WH-1", other.Chain, WebhookSigner.Now, trust));
    }

    [Fact]
    public void Webhook_WithACertificateThatTheSystemDoesNotKnow_IsUntrusted()
    {
        using var trust = WebhookTrust.From(null);

        Assert.Equal(
            PayPalSignatureResult.CertificateUntrusted,
            PayPalWebhookSignature.Verify(_signer.Sign(Body), Body, "WH-1", _signer.Chain, WebhookSigner.Now, trust));
    }

    /// <summary>Case 31 a: PayPal serves only its certificate; the rest of the chain is configured.</summary>
    [Fact]
    public void Webhook_WithItsCertificateAlone_IsValidThroughTheConfiguredOnes_Case31()
    {
        using var signer = new WebhookSigner(underIntermediate: true);
        Assert.Equal(
            PayPalSignatureResult.Valid,
            Verify(signer, signer.Chain, signer.RootPem + "\n" + signer.Between!.ExportCertificatePem()));
        Assert.Equal(PayPalSignatureResult.CertificateUntrusted, Verify(signer, signer.Chain, signer.RootPem));
    }

    /// <summary>Case 31 b and c: served with its chain, in any order.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Webhook_WithItsChainInAnyOrder_IsValid_Case31(bool leafFirst)
    {
        using var signer = new WebhookSigner(underIntermediate: true);
        var (leaf, between) = (signer.Chain[0], signer.Between!);
        Assert.Equal(PayPalSignatureResult.Valid, Verify(signer, leafFirst ? [leaf, between] : [between, leaf], signer.RootPem));
    }

    /// <summary>Case 31 e: the authority that issues to PayPal issues to others as well.</summary>
    [Theory]
    [InlineData("www.example.com")]
    [InlineData("evil-paypal.com")]
    [InlineData("paypal.com.example.com")]
    public void Webhook_OfAnotherCustomerOfTheAuthority_IsRefused_Case31(string name)
    {
        using var signer = new WebhookSigner(name: name);
        Assert.Equal(PayPalSignatureResult.CertificateNameRefused, Verify(signer, signer.Chain, signer.RootPem));
    }

    private static PayPalSignatureResult Verify(
        WebhookSigner signer,
        System.Security.Cryptography.X509Certificates.X509Certificate2Collection served,
        string trusted)
    {
        using var trust = WebhookTrust.From(trusted);
        return PayPalWebhookSignature.Verify(signer.Sign(Body), Body, "WH-1", served, WebhookSigner.Now, trust);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    public void Webhook_OutsideTheCertificatesTimeByTheClock_IsExpired(int days) =>
        Assert.Equal(PayPalSignatureResult.CertificateExpired, Verify(_signer.Sign(Body), Body, now: WebhookSigner.Now.AddDays(days)));

    [Fact]
    public void Webhook_WithAShortKey_IsMalformed()
    {
        using var weak = new WebhookSigner(keySize: 1024);
        using var trust = WebhookTrust.From(weak.RootPem);

        Assert.Equal(
            PayPalSignatureResult.CertificateMalformed,
            PayPalWebhookSignature.Verify(weak.Sign(Body), Body, "WH-1", weak.Chain, WebhookSigner.Now, trust));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("SHA1withRSA")]
    [InlineData("sha256withrsa")]
    public void Webhook_WithAnotherAlgorithm_IsRefused(string algorithm) =>
        Assert.Equal(PayPalSignatureResult.AlgorithmRefused, Verify(_signer.Sign(Body) with { Algorithm = algorithm }, Body));

    [Theory]
    [InlineData("a|b", "2026-03-01T11:59:58Z")]
    [InlineData("a", "2026-03-01T11:59:58Z|x")]
    [InlineData("a", "yesterday-ish")]
    public void Webhook_WithAnIdOrTimeThatPayPalDoesNotSend_IsMalformed(string id, string time) =>
        Assert.Equal(PayPalSignatureResult.HeaderMalformed, Verify(_signer.Sign(Body) with { Id = id, Time = time }, Body));

    [Fact]
    public void Webhook_WithASignatureThatIsNotBase64_IsMalformed() =>
        Assert.Equal(PayPalSignatureResult.HeaderMalformed, Verify(_signer.Sign(Body) with { Signature = "%%%" }, Body));

    [Fact]
    public void Webhook_WithAnEmptyishSignature_IsWrong() =>
        Assert.Equal(PayPalSignatureResult.SignatureWrong, Verify(_signer.Sign(Body) with { Signature = "AAAA" }, Body));

    private PayPalSignatureResult Verify(PayPalTransmission transmission, byte[] body, DateTimeOffset? now = null)
    {
        using var trust = WebhookTrust.From(_signer.RootPem);
        return PayPalWebhookSignature.Verify(transmission, body, "WH-1", _signer.Chain, now ?? WebhookSigner.Now, trust);
    }
}
