namespace ChatPay.Functions.Sale.Events;

/// <summary>What needs an operator's attention in an order.</summary>
public enum OrderAlertKind
{
    RefundRefused,
    PayoutRefused,
    PayoutWithheld,
    PayoutReturned,
    CaseOpen,
    RefundRequestUnanswered,
    ComplaintUnanswered,

    /// <summary>A payout is overdue. No event raises it; its subject is the order.</summary>
    PayoutLate,
}

/// <summary>The names of the kinds.</summary>
public static class OrderAlertKinds
{
#pragma warning disable CS8524 // Undeclared numeric values.
    /// <summary>The name shown to operators and stored: it never changes.</summary>
    public static string Code(this OrderAlertKind kind) => kind switch
    {
        OrderAlertKind.RefundRefused => "refund-refused",
        OrderAlertKind.PayoutRefused => "payout-refused",
        OrderAlertKind.PayoutWithheld => "payout-withheld",
        OrderAlertKind.PayoutReturned => "payout-returned",
        OrderAlertKind.CaseOpen => "case-open",
        OrderAlertKind.RefundRequestUnanswered => "refund-request-unanswered",
        OrderAlertKind.ComplaintUnanswered => "complaint-unanswered",
        OrderAlertKind.PayoutLate => "payout-late",
    };
#pragma warning restore CS8524
}
