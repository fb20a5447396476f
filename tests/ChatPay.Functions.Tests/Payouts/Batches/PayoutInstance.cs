using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>The payout side of one instance of the app.</summary>
internal sealed record PayoutInstance(
    SweepPayouts Sweep, SealPayoutBatch Seal, SettlePayoutBatch Settle, FinishPayoutBatch Finish, AdvancePayoutBatch Advance,
    PayoutBatches Batches, OrderStore Orders, SellerStore Sellers, DuePayouts Due, PayoutsPauseStore Pauses, OperatorAlerts Attention,
    HearOfPayoutBatch Hear, ConfirmNotPaid NotPaid)
{
    public static PayoutInstance Compose(
        ChatPayTables tables,
        DuePayouts due,
        PayoutBatches batches,
        PayoutsPauseStore pauses,
        OrderStore orders,
        SellerStore sellers,
        PayPalClient payPal,
        OperatorAlerts attention,
        DebtIndex debts,
        TimeProvider time,
        ILoggerFactory logs)
    {
        var finish = new FinishPayoutBatch(batches, orders, time, logs.CreateLogger<FinishPayoutBatch>());
        var seal = new SealPayoutBatch(batches, orders, sellers, finish, time, logs.CreateLogger<SealPayoutBatch>());
        var send = new SendPayoutBatch(batches, payPal, attention, time, logs.CreateLogger<SendPayoutBatch>());
        var funds = new PayoutFunds(payPal, logs.CreateLogger<PayoutFunds>());
        var fees = new PayoutFees(tables, funds, attention, time);
        var settle = new SettlePayoutBatch(batches, due, orders, payPal, fees, attention, time, logs.CreateLogger<SettlePayoutBatch>());
        var advance = new AdvancePayoutBatch(batches, seal, send, settle, finish, pauses);
        var late = new LatePayouts(due, orders, attention, time, logs.CreateLogger<LatePayouts>());
        var plan = new PlanPayouts(
            due,
            batches,
            new MendPayout(batches, finish, attention, logs.CreateLogger<MendPayout>()),
            funds,
            fees,
            orders,
            sellers,
            new NetDebts(orders, debts, time),
            pauses,
            late,
            attention,
            new Ids(time),
            time,
            logs.CreateLogger<PlanPayouts>());
        var sweep = new SweepPayouts(batches, plan, advance, late, attention, logs.CreateLogger<SweepPayouts>());
        return new PayoutInstance(
            sweep,
            seal,
            settle,
            finish,
            advance,
            batches,
            orders,
            sellers,
            due,
            pauses,
            attention,
            new HearOfPayoutBatch(
                batches, new AdoptPayoutBatch(batches, payPal, attention, logs.CreateLogger<AdoptPayoutBatch>()), settle, finish),
            new ConfirmNotPaid(batches, payPal, settle));
    }
}
