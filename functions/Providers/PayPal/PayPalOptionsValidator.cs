using System.Security.Cryptography;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>Refuses to start with settings that would otherwise fail only later, with money in flight.</summary>
public sealed class PayPalOptionsValidator : IValidateOptions<PayPalOptions>
{
    public ValidateOptionsResult Validate(string? name, PayPalOptions options)
    {
        List<string> failures = [];
        if (options.BaseUrl is { } url && !IsSafeOrigin(url))
            failures.Add("PayPal:BaseUrl must be an https origin such as https://api-m.paypal.com, or an http origin on the loopback.");
        if (!string.IsNullOrWhiteSpace(options.MerchantId) && !IsAccountId(options.MerchantId))
            failures.Add(
                "PayPal:MerchantId must be a PayPal account id, 13 capital letters and digits (PayPal: Account settings, Business "
                    + "information).");
        failures.AddRange(
            options
                .CertificateHosts.Where(host => !CertificateOrigin.TryParse(host, out _))
                .Select(host =>
                    $"PayPal:CertificateHosts has '{host}', which is neither a host name nor an https (or loopback http) origin."));
        if (!IsReadable(options.TrustRootPem))
            failures.Add("PayPal:TrustRootPem is not a PEM certificate.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsSafeOrigin(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" };

    private static bool IsAccountId(string id) => id.Length == 13 && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static bool IsReadable(string? pem)
    {
        try
        {
            using var trust = WebhookTrust.From(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
