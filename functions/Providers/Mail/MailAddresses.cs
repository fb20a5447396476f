using MimeKit;

namespace ChatPay.Functions.Providers.Mail;

/// <summary>The form of mail addresses.</summary>
internal static class MailAddresses
{
    private const int MaxLength = 254;

    /// <summary>Whether this is one plain address such as <c>orders@example.com</c>, without a name.</summary>
    public static bool IsOne(string text) =>
        text is { Length: > 0 and <= MaxLength }
        && MailboxAddress.TryParse(text, out var parsed)
        && parsed.Address == text
        && parsed.Domain.Contains('.', StringComparison.Ordinal)
        && text.All(c => c is > ' ' and < (char)127);
}
