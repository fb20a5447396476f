using System.Globalization;
using System.Text.RegularExpressions;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Interprets the refusal of a whole batch for its items.</summary>
public static partial class PayoutRefusal
{
    /// <summary>The error for the request itself, which is definite whatever happened to an earlier attempt.</summary>
    private const string Invalid = "VALIDATION_ERROR";

    /// <summary>The batch as refused, if the provider found its items invalid: with the items that it named, or the only one, or
    /// none. Null when the refusal is about something else (the balance, the credentials, the header); the items are then not at
    /// fault, and the same batch is sent again.</summary>
    public static PayoutBatch? Judge(PayoutBatch batch, PayPalRefusedException refusal)
    {
        if (refusal.Name != Invalid)
            return null;

        var named = refusal.Issues.Select(i => Item().Match(i.Field ?? "")).Where(m => m.Success)
            .Select(m => (Index: Index(m), Field: m.Groups["field"].Value.Trim('/', '.')))
            .Where(n => n.Index < batch.Items.Count).DistinctBy(n => n.Index)
            .Select(n => Rejection(batch.Items[n.Index], n.Field)).ToList();
        if (named.Count == 0 && refusal.Issues.Any(i => i.Field?.Contains("sender_batch_header", StringComparison.Ordinal) == true))
            return null;

        return batch with
        {
            State = PayoutBatchState.Refused,
            CallingSince = null,
            Failure = refusal.Name,
            Rejected = named.Count == 0 && batch.Items.Count == 1 ? [Rejection(batch.Items[0], "")] : named,
        };
    }

    /// <summary>Whether a refusal proves that no batch was created, even if an earlier attempt of the same call had no answer: the
    /// client reports 401 and 403 only without such an attempt, and an invalid body was invalid before.</summary>
    public static bool ProvesNothingHappened(PayPalRefusedException refusal) =>
        refusal.Name == Invalid || (int)refusal.Status is 401 or 403;

    private static PayoutRejection Rejection(PayoutBatchItem item, string field) =>
        new(item.OrderId, item.Generation, field.Length == 0 ? Invalid : $"{Invalid} {field}");

    private static int Index(Match match) =>
        int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : int.MaxValue;

    // Both path and pointer formats occur: items[3].receiver, $.items[3].receiver, /items/3/receiver.
    [GeneratedRegex(
        @"^[$/.]*items(\[(?<index>\d+)\]|[/.](?<index>\d+)(?![\d\w]))(?<field>[\w./]{0,60})",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Item();
}
