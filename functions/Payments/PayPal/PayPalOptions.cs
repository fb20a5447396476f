namespace ChatPay.Functions.Payments.PayPal;

/// <summary>How to reach PayPal, from the configuration section <c>PayPal</c>.</summary>
public sealed class PayPalOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "PayPal";

    /// <summary>Where PayPal keeps the certificates that sign its webhooks, live and sandbox.</summary>
    private static readonly string[] OfficialCertificateHosts =
        ["api.paypal.com", "api-m.paypal.com", "api.sandbox.paypal.com", "api-m.sandbox.paypal.com"];

    /// <summary>The origin of the API, such as <c>https://api-m.sandbox.paypal.com</c>.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The REST app's client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The REST app's secret; on Azure a Key Vault reference.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The id of this app's webhook registration; every webhook signature covers it.</summary>
    public string WebhookId { get; set; } = "";

    /// <summary>The hosts a webhook certificate may come from: exact host names (https only), or whole origins such as
    /// <c>http://127.0.0.1:5005</c>, of which plain http is for the loopback only. Empty means PayPal's own.</summary>
    public string[] CertificateHosts { get; set; } = [];

    /// <summary>PEM of the root(s) that webhook certificates must chain to; empty means the system's roots.</summary>
    public string? TrustRootPem { get; set; }

    /// <summary>This platform's own PayPal account id, as a partner: 13 capital letters and digits. Needed for onboarding only.</summary>
    public string? PartnerId { get; set; }

    /// <summary>The platform's own PayPal account; when set, only orders that pay it are captured.</summary>
    public string? MerchantId { get; set; }

    /// <summary><see cref="CertificateHosts"/>, or PayPal's own where none is configured.</summary>
    public IReadOnlyList<string> AllowedCertificateHosts =>
        CertificateHosts.Length == 0 ? OfficialCertificateHosts : CertificateHosts;
}
