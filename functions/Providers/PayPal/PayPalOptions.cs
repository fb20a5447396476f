using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The connection to PayPal, from the configuration section <c>PayPal</c>.</summary>
[SettingsSection("PayPal")]
public sealed class PayPalOptions
{
    /// <summary>The hosts of the certificates that sign PayPal's webhooks, live and sandbox.</summary>
    public static IReadOnlyList<string> OfficialCertificateHosts { get; } =
        ["api.paypal.com", "api-m.paypal.com", "api.sandbox.paypal.com", "api-m.sandbox.paypal.com"];

    /// <summary>The origin of the API, such as <c>https://api-m.sandbox.paypal.com</c>.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>The REST app's client id.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>The REST app's secret; on Azure a Key Vault reference.</summary>
    [Required]
    public string ClientSecret { get; set; } = "";

    /// <summary>The id of this app's webhook registration; every webhook signature covers it.</summary>
    [Required]
    public string WebhookId { get; set; } = "";

    /// <summary>The hosts a webhook certificate may come from: exact host names (https only), or whole origins such as
    /// <c>http://127.0.0.1:5005</c>, of which plain http is for the loopback only. Empty means PayPal's own.</summary>
    public string[] CertificateHosts { get; set; } = [];

    /// <summary>PEM of the root(s) that webhook certificates must chain to; if empty, the system's roots. Non-root certificates in
    /// it are the authority's intermediates, which complete the chain if PayPal serves its certificate alone.</summary>
    public string? TrustRootPem { get; set; }

    /// <summary>The platform's own PayPal account, 13 capital letters and digits: what is captured must have been paid to it, and sellers
    /// are onboarded as its partners.</summary>
    [Required]
    public string MerchantId { get; set; } = "";

    /// <summary><see cref="CertificateHosts"/>, or PayPal's own if none are configured.</summary>
    public IReadOnlyList<string> AllowedCertificateHosts =>
        CertificateHosts.Length == 0 ? OfficialCertificateHosts : CertificateHosts;
}
