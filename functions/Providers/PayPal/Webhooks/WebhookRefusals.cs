using ChatPay.Functions.Platform.Alerts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>Notices when all apparent PayPal webhooks have been refused for an hour: something is then wrong with the certificate,
/// the trust or the registration, and payments are noticed hours late. Each instance counts for itself.</summary>
public sealed class WebhookRefusals(OperatorAlerts attention, TimeProvider time, ILogger<WebhookRefusals> log)
{
    /// <summary>The alert; there is only one.</summary>
    public const string Kind = "webhooks-refused";

    private const string Subject = "paypal";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _since;
    private bool _mayBeOpen = true; // An earlier instance may have raised it.

    /// <summary>Records the verdict on a webhook. A failure to record it changes no answer.</summary>
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
            log.LogWarning(e, "The state of webhook refusals could not be saved.");
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

    /// <returns>Since when all were refused, if that is long enough for an alert; repeated after the same time.</returns>
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

    // Not what anybody sends who has never seen a PayPal webhook.
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
