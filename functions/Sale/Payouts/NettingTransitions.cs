using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>Nets a debt in three steps, each of one order and each idempotent by the transfer's id: the owing order sets the amount
/// aside, the paying order pays or records that it cannot, and the owing order follows. After a crash the next step
/// resumes.</summary>
public static class NettingTransitions
{
    // All transfers are kept in the order's row. What is owed beyond that is paid by another payout, or collected: the nightly run
    // reports it.
    private const int MaxTransfers = 150;

    /// <summary>Whether the order has so many transfers that it starts none with other orders any more. It still pays its own debt
    /// itself, which happens no more often than it comes to owe.</summary>
    public static bool IsFull(Order order) => order.Transfers.Count >= MaxTransfers;

    /// <summary>Sets aside as much of the debt as the other order's payout covers. One transfer at a time.</summary>
    public static Decision Reserve(Order owes, string paysId, Money payable, DateTimeOffset now)
    {
        var amount = Money.Min(owes.OpenDebt, payable);
        if (owes.PendingTransfer is not null || amount.MinorUnits <= 0 || IsFull(owes))
            return Decision.Nothing;

        var k = owes.Transfers.Count(t => t.Side == TransferSide.Owes) + 1;
        var begun = new Transfer(Transfer.Key(owes.Id, k), TransferSide.Owes, paysId, amount, TransferState.Pending, now);
        return new OrderChange(owes.With(begun));
    }

    /// <summary>The other order pays from its waiting payout, or records that it cannot, so that nobody makes it pay
    /// later.</summary>
    public static Decision Pay(Order pays, string owesId, Transfer reserved, DateTimeOffset now)
    {
        if (pays.Transfers.Any(t => t.Id == reserved.Id && t.Side == TransferSide.Pays))
            return Decision.Nothing;

        var own = reserved with { Side = TransferSide.Pays, OtherOrderId = owesId, At = now };
        if (pays.CurrentPayout is not { IsPayable: true } payout || payout.Amount < reserved.Amount)
            return new OrderChange(pays.With(own with { State = TransferState.Void }));

        var paid = pays.With(own with { State = TransferState.Done }).With(payout with { Amount = payout.Amount - reserved.Amount });
        return new OrderChange(paid.WithoutEmptyPayout())
        {
            Ledger = [OrderPostings.NettingPaid(pays, own)],
            Events = [new(OrderEventType.DebtNetted, reserved.Amount)],
        };
    }

    /// <summary>The debt is paid, or no longer set aside.</summary>
    public static Decision Follow(Order owes, string id, bool isPaid, DateTimeOffset now)
    {
        if (owes.PendingTransfer is not { } pending || pending.Id != id)
            return Decision.Nothing;

        if (!isPaid)
            return new OrderChange(owes.With(pending with { State = TransferState.Void }));

        var paid = new OrderChange(owes.With(pending with { State = TransferState.Done }))
        {
            Ledger = [OrderPostings.NettingReceived(owes, pending, now)],
            Events = [new(OrderEventType.DebtPaid, pending.Amount)],
        };
        // A dispute was decided anew while the transfer was under way: the debt no longer exists.
        return DisputeTransitions.WithoutOverpaidDebt(paid, pending.Id + "-returned", now);
    }

    /// <summary>The order pays its own debt from its own payout, in one step.</summary>
    public static Decision PayOwn(Order order, DateTimeOffset now)
    {
        if (order.CurrentPayout is not { IsPayable: true } payout
            || Money.Min(order.OpenDebt, payout.Amount) is not { MinorUnits: > 0 } amount)
            return Decision.Nothing;

        var k = order.Transfers.Count(t => t.Side == TransferSide.Owes) + 1;
        var owed = new Transfer(Transfer.Key(order.Id, k), TransferSide.Owes, order.Id, amount, TransferState.Done, now);
        var paid = order.With(owed).With(owed with { Side = TransferSide.Pays }).With(payout with { Amount = payout.Amount - amount });
        return new OrderChange(paid.WithoutEmptyPayout())
        {
            Ledger = [OrderPostings.NettingPaid(order, owed), OrderPostings.NettingReceived(order, owed, now)],
            Events = [new(OrderEventType.DebtNetted, amount)],
        };
    }

    /// <summary>The platform bears what is left of the debt (row 14).</summary>
    public static Decision WriteOff(Order owes, string note, DateTimeOffset now)
    {
        if (owes.PendingTransfer is not null)
            return Decision.Refuse(
                "netting-under-way", "The debt is being taken from a payout right now: try again after the next sweep, or tomorrow.");
        // A repeat finds no debt: what was written off stays so.
        if (owes.OpenDebt.MinorUnits <= 0 && owes.WriteOffs > 0)
            return Decision.Nothing;
        if (owes.OpenDebt.MinorUnits <= 0)
            return Decision.Refuse("no-debt", "The seller owes nothing for this order.");

        var writtenOff = (owes.WrittenOff ?? Money.Zero(owes.Terms.Currency)) + owes.OpenDebt;
        return new OrderChange(owes with { WrittenOff = writtenOff, WriteOffs = owes.WriteOffs + 1 })
        {
            Ledger = [OrderPostings.DebtWrittenOff(owes, owes.OpenDebt, now)],
            Events = [new(OrderEventType.DebtWrittenOff, owes.OpenDebt, note)],
        };
    }
}
