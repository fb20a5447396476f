using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>The headers of a PayPal webhook that its signature covers.</summary>
/// <param name="Id"><c>PAYPAL-TRANSMISSION-ID</c>.</param>
/// <param name="Time"><c>PAYPAL-TRANSMISSION-TIME</c>, as sent: it is signed as text. Its age is not limited, since PayPal repeats
/// for three days with the old time.</param>
/// <param name="Signature"><c>PAYPAL-TRANSMISSION-SIG</c>, base64.</param>
/// <param name="CertificateUrl"><c>PAYPAL-CERT-URL</c>.</param>
/// <param name="Algorithm"><c>PAYPAL-AUTH-ALGO</c>.</param>
public sealed record PayPalTransmission(string Id, string Time, string Signature, string CertificateUrl, string Algorithm)
{
    private const int MaxHeaderLength = 2048;

    /// <summary>Reads the headers; null if one is missing, empty or repeated.</summary>
    public static PayPalTransmission? Read(IHeaderDictionary headers) =>
        One(headers, "PAYPAL-TRANSMISSION-ID") is { } id
        && One(headers, "PAYPAL-TRANSMISSION-TIME") is { } time
        && One(headers, "PAYPAL-TRANSMISSION-SIG") is { } signature
        && One(headers, "PAYPAL-CERT-URL") is { } url
        && One(headers, "PAYPAL-AUTH-ALGO") is { } algorithm
            ? new PayPalTransmission(id, time, signature, url, algorithm)
            : null;

    /// <summary>A separator inside id or time would let two different transmissions share one signature.</summary>
    public bool IsWellFormed => !Id.Contains('|') && !Time.Contains('|')
        && DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string? One(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 and <= MaxHeaderLength } value] ? value : null;
}
