using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using ChatPay.Local.Keys;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Signs as PayPal does, with its own root and a certificate issued by it.</summary>
internal sealed class WebhookSigner : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Shared, because generating keys is slow.</summary>
    public static readonly WebhookSigner Shared = new();

    /// <summary>A signer with another root and certificate.</summary>
    public static readonly WebhookSigner Other = new(owner: "other signer");

    private readonly RSA _rootKey;
    private readonly RSA _key;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _certificate;

    /// <param name="keySize">The size of the certificate's key, in bits.</param>
    /// <param name="name">The subject of the certificate.</param>
    /// <param name="underIntermediate">Whether an intermediate authority issues the certificate.</param>
    /// <param name="owner">Signers with the same owner share keys, but have their own certificates.</param>
    public WebhookSigner(
        int keySize = 2048,
        string name = "messageverificationcerts.paypal.com",
        bool underIntermediate = false,
        string owner = "signer")
    {
        _rootKey = FirstKeys.Make($"{owner}'s root");
        var rootRequest = new CertificateRequest("CN=Test root", _rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = rootRequest.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(10));
        _key = keySize == 2048 ? FirstKeys.Make(owner) : RSA.Create(keySize);
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Between = underIntermediate ? MakeBetween(owner) : null;
        _certificate = request.Create(Between ?? _root, Now.AddDays(-30), Now.AddDays(30), [1, 2, 3, 4]);
    }

    /// <summary>The intermediate certificate; null when there is none.</summary>
    public X509Certificate2? Between { get; }

    public string RootPem => _root.ExportCertificatePem();

    public string Pem => _certificate.ExportCertificatePem();

    public X509Certificate2Collection Chain => [_certificate];

    private X509Certificate2 MakeBetween(string owner)
    {
        using var key = FirstKeys.Make($"{owner}'s authority");
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.Create(_root, Now.AddYears(-1), Now.AddYears(5), [9, 9, 9, 9]);
        return made.CopyWithPrivateKey(key);
    }

    public PayPalTransmission Sign(
        ReadOnlySpan<byte> body,
        string webhookId = "WH-1",
        string id = "6f2f1a10-1111-11f0-8a2b-7d6f0e8a1c11",
        string time = "2026-03-01T11:59:58Z",
        string url = "https://api.paypal.com/v1/notifications/certs/CERT-1")
    {
        var unsigned = new PayPalTransmission(id, time, "", url, "SHA256withRSA");
        var signature = _key.SignData(
            PayPalWebhookSignature.SignedBytes(unsigned, body, webhookId),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        return unsigned with { Signature = Convert.ToBase64String(signature) };
    }

    public void Dispose()
    {
        _certificate.Dispose();
        Between?.Dispose();
        _root.Dispose();
        _key.Dispose();
        _rootKey.Dispose();
    }
}
