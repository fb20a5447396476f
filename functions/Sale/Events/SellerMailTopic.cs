namespace ChatPay.Functions.Sale.Events;

/// <summary>What a seller is mailed about. Events of one topic have one subject.</summary>
public enum SellerMailTopic
{
    /// <summary>It is paid.</summary>
    ToShip,

    /// <summary>It is paid, and the buyer waits.</summary>
    StillToShip,

    /// <summary>The buyer has answered whether more time is all right.</summary>
    NewDeadline,
    RefundRequest,
    Complaint,
    CaseOpen,
    CaseDecided,
    PaidOut,

    /// <summary>The payout does not arrive unless the seller does something.</summary>
    PayoutTrouble,
}
