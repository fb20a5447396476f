namespace ChatPay.Functions.Sale.Events;

/// <summary>What an operator has to look at in an order.</summary>
public enum OrderAlertKind
{
    RefundRefused,
    PayoutRefused,
    PayoutWithheld,
    PayoutReturned,
    CaseOpen,
    RefundRequestUnanswered,
    ComplaintUnanswered,

    /// <summary>A payout is due and not paid. No event raises it; its subject is the order.</summary>
    PayoutLate,
}

/// <summary>The names of the kinds.</summary>
public static class OrderAlertKinds
{
#pragma warning disable CS8524 // About numbers that are no kind.
    /// <summary>As operators see it, and as it is stored: it stays.</summary>
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
