using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Providers.Mail;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Mail;

/// <summary>Mails operators the new alerts that are still open. At least once.</summary>
public sealed class MailOperators(
    Mailer mailer, OperatorAlerts alerts, IOptions<AlertOptions> options, IOptions<PublicAddress> address)
{
    private const string Refused = "alert-mail-refused";

    /// <summary>Sends a digest; nothing when all its alerts are resolved, or its address is no longer in the settings.</summary>
    /// <exception cref="MailUnavailableException">The server cannot be reached, or refuses for now.</exception>
    public async Task SendAsync(AlertDigest digest, CancellationToken cancellationToken)
    {
        if (options.Value.Addresses.ElementAtOrDefault(digest.Recipient - 1) is not { } recipient)
            return;
        var opened = (await alerts.ListOpenAsync(cancellationToken)).Where(alert => digest.Covers(alert.OpenedAt)).ToList();
        if (opened.Count == 0)
            return;

        var (subject, text) = AlertMails.For(opened, address.Value.Of("ops"));
        var number = $"address-{digest.Recipient}";
        try
        {
            await mailer.SendAsync(recipient, subject, text, digest.Id, cancellationToken);
            await alerts.ClearAsync(Refused, number, "A mail to this address was accepted.", cancellationToken);
        }
        catch (MailRefusedException e)
        {
            // It is mailed once as well, to the other addresses; while it is open it is not raised again.
            await alerts.RaiseAsync(
                Refused,
                number,
                $"Mail about alerts to address {digest.Recipient} in Alerts:MailTo is refused for good. {e.Message}",
                "Correct the setting Alerts:MailTo.",
                null,
                cancellationToken);
        }
    }
}
