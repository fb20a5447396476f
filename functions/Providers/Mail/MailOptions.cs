using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>How mail is sent (section <c>Mail</c>); without a host none is.</summary>
[SettingsSection("Mail")]
public sealed class MailOptions
{
    /// <summary>The SMTP server; empty sends nothing.</summary>
    public string Host { get; set; } = "";

    /// <summary>587 by default.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected. Without it only a server on this machine is taken.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Empty signs in nowhere.</summary>
    public string UserName { get; set; } = "";

    /// <summary>On Azure a Key Vault reference.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender, such as <c>ChatPay &lt;orders@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";
}

/// <summary>How a connection to a mail server is protected.</summary>
public enum MailSecurity { None, StartTls, Tls }
