using Microsoft.Extensions.Options;
using MimeKit;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>Refuses to start with settings that would otherwise fail only when a mail has to be sent.</summary>
public sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        if (options.Host.Length == 0)
            return ValidateOptionsResult.Success;

        List<string> failures = [];
        if (!MailboxAddress.TryParse(options.From, out _))
            failures.Add("Mail:From must be the sender's address, such as ChatPay <orders@example.com>.");
        if (options.Security == MailSecurity.None && options.Host is not ("127.0.0.1" or "::1" or "localhost"))
            failures.Add("Mail:Security None is for a server on this machine only: use StartTls or Tls.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
