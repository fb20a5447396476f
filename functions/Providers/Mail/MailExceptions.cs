using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>The mail server did not accept the mail now; it can be sent again.</summary>
public sealed class MailUnavailableException(string message, Exception inner) : OutageException("The mail server", message, inner);

/// <summary>The mail server refuses the mail, for example because the address does not exist.</summary>
public sealed class MailRefusedException(string message, Exception inner) : Exception(message, inner);
