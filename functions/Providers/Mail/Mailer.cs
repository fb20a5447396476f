using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>Sends mail over SMTP. A mail's id is derived from its cause, so that a server or reader can recognise a
/// repeat.</summary>
public sealed class Mailer(IOptions<MailOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether a mail server is configured.</summary>
    public bool IsSet => options.Value.Host.Length > 0;

    /// <param name="to">One address.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="id">The id of the mail; letters, digits and hyphens.</param>
    /// <param name="cancellationToken">Cancels the call; the mail may have been sent.</param>
    /// <exception cref="MailUnavailableException">The server cannot be reached, or refuses for now.</exception>
    /// <exception cref="MailRefusedException">The server refuses the mail.</exception>
    public async Task SendAsync(string to, string subject, string text, string id, CancellationToken cancellationToken)
    {
        var from = MailboxAddress.Parse(options.Value.From);
        using var message = new MimeMessage
        {
            Subject = subject,
            Body = new TextPart("plain") { Text = text },
            Date = time.GetUtcNow(),
            MessageId = $"{id}@{from.Domain}",
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(to));

        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Value.Host, options.Value.Port, SecurityOf(options.Value.Security), cancellationToken);
            if (options.Value.UserName.Length > 0)
                await client.AuthenticateAsync(options.Value.UserName, options.Value.Password, cancellationToken);
            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode >= 500)
        {
            // The server's message may quote the address.
            throw new MailRefusedException($"The mail server refuses it with {(int)e.StatusCode}.", e);
        }
        catch (Exception e)
            when (e
                    is CommandException
                        or ProtocolException
                        or IOException
                        or SocketException
                        or SslHandshakeException
                        or ServiceNotConnectedException
                        or AuthenticationException
                        or TimeoutException)
        {
            throw new MailUnavailableException($"The mail server did not take it: {e.GetType().Name}.", e);
        }
    }

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
