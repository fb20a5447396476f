using System.Text.RegularExpressions;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>PayPal's reasons in words for buyers and sellers. Programs and operators use the codes, which PayPal's own pages and
/// support know.</summary>
internal static partial class PayPalWords
{
    /// <summary>The reason in words, without capital and full stop; text that is not a code is returned unchanged; null for a code
    /// that means nothing to people.</summary>
    public static string? Of(string? reason) =>
        reason is null || !Code().IsMatch(reason)
            ? reason
            : reason switch
            {
                "MERCHANDISE_OR_SERVICE_NOT_RECEIVED" => "the buyer says that it has not arrived",
                "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED" => "the buyer says that it is not as described",
                "UNAUTHORISED" or "UNAUTHORIZED_TRANSACTION" => "the owner of the account says that they did not pay it",
                "CREDIT_NOT_PROCESSED" => "the buyer says that a refund has not arrived",
                "DUPLICATE_TRANSACTION" => "the buyer says that they paid twice",
                "INCORRECT_AMOUNT" => "the buyer says that the amount is wrong",
                "PAYMENT_BY_OTHER_MEANS" => "the buyer says that they paid another way",
                "CANCELED_RECURRING_BILLING" => "the buyer says that they had cancelled it",
                "INSUFFICIENT_FUNDS" or "REFUND_FAILED_INSUFFICIENT_FUNDS" =>
                    "there is not enough money in the PayPal account that it comes from",
                "RECEIVER_UNREGISTERED" or "UNCLAIMED" => "no confirmed PayPal account has taken it",
                "RECEIVER_UNCONFIRMED" or "ACCOUNT_UNCONFIRMED_EMAIL" => "the mail address of the PayPal account is not confirmed",
                "RECEIVER_ACCOUNT_LOCKED" or "RECEIVER_ACCOUNT_INACTIVE" => "the PayPal account is locked",
                "RECEIVER_COUNTRY_NOT_ALLOWED" or "RECEIVER_STATE_RESTRICTED" or "USER_COUNTRY_NOT_ALLOWED" =>
                    "PayPal pays nothing to accounts there",
                "RECEIVER_REFUSED" => "it was refused at PayPal",
                "RECEIVING_PREFERENCE_ON" or "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION" =>
                    "the PayPal account is set to accept payments by hand",
                "ONHOLD" or "PENDING_REVIEW" or "REGULATORY_PENDING" or "UNDER_PAYPAL_REVIEW" or "RISK_HOLD" => "PayPal is looking into it",
                "REGULATORY_BLOCKED" or "RISK_DECLINE" or "BLOCKED" => "PayPal has stopped it",
                "TRANSACTION_DISPUTED" => "the payment is disputed at PayPal",
                "REFUND_TIME_LIMIT_EXCEEDED" => "the payment is too old to be refunded",
                "CAPTURE_FULLY_REFUNDED" => "all of it has been refunded already",
                "ENDED_BY_OPERATOR" or "NOT_MADE" => "an operator has ended it",
                _ => null,
            };

    /// <summary>The reason in words, in brackets after a space; empty when there are no words for it.</summary>
    public static string InBrackets(string? reason) => Of(reason) is { Length: > 0 } words ? $" ({words})" : "";

    [GeneratedRegex("^[A-Z0-9]{2,}(_[A-Z0-9]+)*( [\\w./]+)?$")]
    private static partial Regex Code();
}
