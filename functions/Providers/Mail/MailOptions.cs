using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>How mail is sent (section <c>Mail</c>); without a host none is sent.</summary>
[SettingsSection("Mail")]
public sealed class MailOptions
{
    /// <summary>The SMTP server; empty disables mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>587 by default.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is secured. Only a server on this machine may be used without TLS.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The SMTP user; empty means no authentication.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The SMTP password; on Azure a Key Vault reference.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender, such as <c>ChatPay &lt;orders@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";
}

/// <summary>How a connection to a mail server is secured.</summary>
public enum MailSecurity { None, StartTls, Tls }
