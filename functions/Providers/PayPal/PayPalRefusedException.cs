using System.Net;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>PayPal refused: a definite answer; nothing happened, and nothing will under this key. Branch on <see cref="Has"/>; the
/// v1 APIs put prose into <c>issue</c>, so for those branch on <see cref="Name"/> and <see cref="PayPalIssue.Field"/>. The message
/// includes only names and the debug id, never values that were sent.</summary>
public sealed class PayPalRefusedException(
    string operation,
    HttpStatusCode status,
    string name,
    string? debugId,
    IReadOnlyList<PayPalIssue> issues,
    IReadOnlyList<PayPalLink> links
) : Exception($"PayPal refused to {operation}: {(int)status} {name}{Listed(issues)} (debug id {debugId ?? "none"}).")
{
    private const string PayoutPath = "/v1/payments/payouts/";

    /// <summary>The HTTP status, 4xx.</summary>
    public HttpStatusCode Status => status;

    /// <summary>The error's name, such as <c>UNPROCESSABLE_ENTITY</c>.</summary>
    public string Name => name;

    /// <summary>The id that PayPal's support asks for; also in the log.</summary>
    public string? DebugId => debugId;

    /// <summary>The issues, one per field.</summary>
    public IReadOnlyList<PayPalIssue> Issues => issues;

    /// <summary>The reason as a code: the first issue, or the error's name if there is none.</summary>
    public string Reason => issues.Count > 0 ? issues[0].Issue : name;

    /// <summary>Whether the response names this issue, such as <c>ORDER_ALREADY_CAPTURED</c>.</summary>
    public bool Has(string issue) => issues.Any(i => i.Issue == issue);

    /// <summary>A link that the response offers, such as where the payer can choose another funding source after
    /// <c>INSTRUMENT_DECLINED</c>.</summary>
    public Uri? Link(string rel) => links.FirstOrDefault(link => link.Rel == rel)?.Href;

    /// <summary>The batch that was created earlier under this <c>sender_batch_id</c>, when that is why a payout was refused: adopt
    /// it, its items are being paid. PayPal detects this for 30 days only.</summary>
    public string? OriginalPayoutBatchId => name != "USER_BUSINESS_ERROR" ? null : links
        .Select(link => link.Href.IsAbsoluteUri ? link.Href.AbsolutePath : link.Href.OriginalString)
        .Where(path => path.StartsWith(PayoutPath, StringComparison.Ordinal))
        .Select(path => path[PayoutPath.Length..])
        .FirstOrDefault(id => id.Length > 0 && id.All(char.IsAsciiLetterOrDigit));

    private static string Listed(IReadOnlyList<PayPalIssue> issues)
    {
        // v1 prose may quote what was sent, so only what looks like a code is included.
        var codes = issues
            .Select(i => i.Issue)
            .Where(i => i.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'))
            .ToList();
        return codes.Count == 0 ? "" : $" [{string.Join(", ", codes)}]";
    }
}
