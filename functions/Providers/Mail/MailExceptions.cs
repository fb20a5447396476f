using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>The mail server did not take it now; the same mail can be sent again.</summary>
public sealed class MailUnavailableException(string message, Exception inner) : OutageException("The mail server", message, inner);

/// <summary>The mail server does not take it: the address is not there, say.</summary>
public sealed class MailRefusedException(string message, Exception inner) : Exception(message, inner);
