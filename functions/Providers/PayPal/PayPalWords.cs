using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>PayPal's reasons in words for buyers and sellers. Programs and operators use the codes, which PayPal's own pages and
/// support know.</summary>
internal static partial class PayPalWords
{
    private static readonly PageWords English = new(Languages.Default, "notices");

    /// <summary>The reason in words, without capital and full stop; text that is not a code is returned unchanged; null for a code
    /// that means nothing to people.</summary>
    /// <param name="reason">PayPal's code.</param>
    /// <param name="words">The words of notices in the reader's language.</param>
    public static string? Of(string? reason, PageWords words) =>
        reason is null || !Code().IsMatch(reason) ? reason : KeyOf(reason) is { } key ? words.Text($"paypal.{key}") : null;

    /// <summary>The reason in English words, in brackets after a space; empty when there are no words for it.</summary>
    public static string InBrackets(string? reason) => Of(reason, English) is { Length: > 0 } words ? $" ({words})" : "";

    private static string? KeyOf(string code) => code switch
    {
        "MERCHANDISE_OR_SERVICE_NOT_RECEIVED" => "not-received",
        "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED" => "not-as-described",
        "UNAUTHORISED" or "UNAUTHORIZED_TRANSACTION" => "unauthorised",
        "CREDIT_NOT_PROCESSED" => "no-credit",
        "DUPLICATE_TRANSACTION" => "duplicate",
        "INCORRECT_AMOUNT" => "wrong-amount",
        "PAYMENT_BY_OTHER_MEANS" => "paid-otherwise",
        "CANCELED_RECURRING_BILLING" => "cancelled",
        "INSUFFICIENT_FUNDS" or "REFUND_FAILED_INSUFFICIENT_FUNDS" => "no-funds",
        "RECEIVER_UNREGISTERED" or "UNCLAIMED" => "unclaimed",
        "RECEIVER_UNCONFIRMED" or "ACCOUNT_UNCONFIRMED_EMAIL" => "unconfirmed",
        "RECEIVER_ACCOUNT_LOCKED" or "RECEIVER_ACCOUNT_INACTIVE" => "locked",
        "RECEIVER_COUNTRY_NOT_ALLOWED" or "RECEIVER_STATE_RESTRICTED" or "USER_COUNTRY_NOT_ALLOWED" => "country",
        "RECEIVER_REFUSED" => "refused",
        "RECEIVING_PREFERENCE_ON" or "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION" => "by-hand",
        "ONHOLD" or "PENDING_REVIEW" or "REGULATORY_PENDING" or "UNDER_PAYPAL_REVIEW" or "RISK_HOLD" => "review",
        "REGULATORY_BLOCKED" or "RISK_DECLINE" or "BLOCKED" => "stopped",
        "TRANSACTION_DISPUTED" => "disputed",
        "REFUND_TIME_LIMIT_EXCEEDED" => "too-old",
        "CAPTURE_FULLY_REFUNDED" => "refunded",
        "ENDED_BY_OPERATOR" or "NOT_MADE" => "ended",
        _ => null,
    };

    [GeneratedRegex("^[A-Z0-9]{2,}(_[A-Z0-9]+)*( [\\w./]+)?$")]
    private static partial Regex Code();
}
