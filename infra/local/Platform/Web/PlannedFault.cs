namespace ChatPay.Local.Web;

/// <summary>The JSON body that plans a fault: <c>{"operation":"capture","fault":"Error503","times":2}</c>.</summary>
public sealed record PlannedFault(string Operation, Fault Fault, int Times = 1);
