using ChatPay.Functions.Platform.Alerts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>Notices when what seems to come from PayPal is refused for an hour, one and all: then something is wrong with the certificate,
/// the trust or the registration, and money is found hours late. Each instance counts for itself.</summary>
public sealed class WebhookRefusals(OperatorAlerts attention, TimeProvider time, ILogger<WebhookRefusals> log)
{
    /// <summary>The item; there is one.</summary>
    public const string Kind = "webhooks-refused";

    private const string Subject = "paypal";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _since;
    private bool _mayBeOpen = true; // An instance before this one may have raised it.

    /// <summary>Takes in the verdict on a webhook. What it cannot write down changes no answer.</summary>
    public async Task SawAsync(PayPalSignatureResult verdict, CancellationToken cancellationToken)
    {
        try
        {
            if (verdict == PayPalSignatureResult.Valid)
                await ClearAsync(cancellationToken);
            else if (SeemsPayPals(verdict) && RefusedFor() is { } since)
                await attention.RaiseAsync(
                    Kind, Subject, $"Every PayPal webhook since {since:yyyy-MM-dd HH:mm} UTC was refused; the last one as {verdict}.",
                    "Look at PayPal:TrustRootPem (the authority's certificates may be missing), PayPal:WebhookId and the registration "
                        + "(PUT /api/v1/ops/paypal-webhook); polls find payments meanwhile, later.",
                    null, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(e, "Whether webhooks are refused for long could not be written down.");
        }
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _since = null;
            if (!_mayBeOpen)
                return;
            _mayBeOpen = false;
        }

        await attention.ClearAsync(Kind, Subject, "A webhook was verified.", cancellationToken);
    }

    /// <returns>Since when all were refused, when that is long enough to be told; told again after as long.</returns>
    private DateTimeOffset? RefusedFor()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _since ??= now;
            if (now - _since < Patience)
                return null;
            _mayBeOpen = true;
            return _since;
        }
    }

    // Not what anybody sends who has never seen a webhook of PayPal's.
    private static bool SeemsPayPals(PayPalSignatureResult verdict) =>
        verdict
            is PayPalSignatureResult.CertificateUnavailable
                or PayPalSignatureResult.CertificateMalformed
                or PayPalSignatureResult.CertificateExpired
                or PayPalSignatureResult.CertificateUntrusted
                or PayPalSignatureResult.CertificateNameRefused
                or PayPalSignatureResult.CertificateRedirected
                or PayPalSignatureResult.SignatureWrong;
}
