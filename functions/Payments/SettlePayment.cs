namespace ChatPay.Functions.Payments;
public sealed class SettlePayment { }
public sealed class SubmitRefund { }
