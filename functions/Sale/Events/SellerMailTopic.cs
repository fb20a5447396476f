namespace ChatPay.Functions.Sale.Events;

/// <summary>What a seller is mailed about. Events of one topic share a subject line.</summary>
public enum SellerMailTopic
{
    /// <summary>The order is paid.</summary>
    ToShip,

    /// <summary>The order is paid, and the buyer is waiting.</summary>
    StillToShip,

    /// <summary>The buyer has answered the request for more time.</summary>
    NewDeadline,
    RefundRequest,
    Complaint,
    CaseOpen,
    CaseDecided,
    PaidOut,

    /// <summary>The payout does not arrive unless the seller acts.</summary>
    PayoutTrouble,
}
