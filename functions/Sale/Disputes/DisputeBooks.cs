using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Disputes;

/// <summary>Books what a new reading of a dispute changes, step by step; each step is one ledger transaction.</summary>
internal sealed class DisputeBooks(Order order, Dispute before, DateTimeOffset now)
{
    private readonly List<LedgerTransaction> _ledger = [];
    private bool _hasTakenOver;

    public Order Order { get; private set; } = order.With(before);

    public Dispute Case { get; private set; } = before;

    public IReadOnlyList<LedgerTransaction> Ledger => _ledger;

    /// <summary>Books the difference between what is known now and what was booked before.</summary>
    /// <param name="loss">The total loss; zero when the seller has won, null while unknown.</param>
    /// <param name="taken">What is withheld while the loss is unknown; null leaves it unchanged.</param>
    /// <param name="fees">The provider's total fees; null leaves them unchanged.</param>
    public void Settle(Money? loss, Money? taken, Money? fees)
    {
        if (Case.Lost.MinorUnits > 0 && Case.Lost != loss)
            ReverseLoss();
        if ((loss ?? taken) is { } gone)
            Withhold(gone - Case.Withheld - Case.Lost);
        if (loss is not null && Case.Lost.MinorUnits == 0)
            Lose();
        if (fees is { } charged)
            Charge(charged - Case.Fees);
        ReturnOverpaid();
    }

    /// <summary>Takes over a booked reversal: what PayPal took back by itself is the money of this dispute.</summary>
    public void TakeOver(Refund reversal)
    {
        var taken = RefundTransitions.TakeOver(Order, reversal, now);
        Order = taken.Order;
        _ledger.AddRange(taken.Ledger);
        TakeOver(reversal.ProviderId!);
    }

    /// <summary>Takes over a reversal that has not been booked.</summary>
    public void TakeOver(string reversalId)
    {
        Case = Case.Heard(reversalId);
        Order = Order.With(Case);
        _hasTakenOver = true;
    }

    /// <summary>Withholds this much more, or less when negative. Taking when nothing was taken comes with a reversal of its
    /// own.</summary>
    private void Withhold(Money change)
    {
        if (change.MinorUnits == 0)
            return;
        var isHeard = Case.Withheld.MinorUnits == 0 && Case.Lost.MinorUnits == 0 ? _hasTakenOver : Case.IsReversalHeard;
        Book(
            Case with
            {
                Withheld = Case.Withheld + change,
                IsReversalHeard = isHeard,
            },
            c => DisputePostings.Withheld(Order, c, change, now));
    }

    /// <summary>Turns what is withheld into a loss. It is borne as a refund would be: the platform's fee pro rata, then the
    /// seller's money, then the seller's debt.</summary>
    private void Lose()
    {
        if (Case.Withheld.MinorUnits == 0)
            return;

        var sources = RefundAmounts.SourcesOf(Order, Case.Withheld);
        var everything = Case.Withheld >= Order.Refundable;
        var lost = Case with
        {
            Withheld = Money.Zero(Case.Amount.Currency),
            Lost = Case.Withheld,
            FromPlatform = sources.Platform,
            FromSeller = sources.Seller,
            FromPayable = sources.Payable,
            FromReserve = sources.Reserve,
            Lines = everything ? Order.UnshippedLines : [],
            ReturnedLines = everything ? RefundAmounts.Shipped(Order) : [],
        };
        Order = Order.Without(sources.Payable, sources.Reserve);
        Book(lost, c => DisputePostings.Lost(Order, c, now));
    }

    /// <summary>Turns the loss back into withheld money: the dispute is open again, or was decided otherwise.</summary>
    private void ReverseLoss()
    {
        var lost = Case;
        var isPayable = Order.CurrentPayout is { IsPayable: true };
        Order = Order.Without(-lost.FromPayable, -lost.FromReserve);
        var zero = Money.Zero(lost.Amount.Currency);
        var reversed = lost with
        {
            Withheld = lost.Lost,
            Lost = zero,
            FromPlatform = zero,
            FromSeller = zero,
            FromPayable = zero,
            FromReserve = zero,
            Lines = [],
            ReturnedLines = [],
        };
        Book(reversed, c => DisputePostings.LossReversed(Order, lost with { Bookings = c.Bookings }, isPayable, now));
    }

    /// <summary>Money of the seller has become free: a loss that was booked as debt is taken from it.</summary>
    public static (Order Order, IReadOnlyList<LedgerTransaction> Ledger) BorneAnew(Order order, DateTimeOffset now)
    {
        List<LedgerTransaction> ledger = [];
        foreach (var id in order.Disputes.Where(c => c.Lost.MinorUnits > 0 && c.FromDebt.MinorUnits > 0).Select(c => c.Id).ToList())
        {
            var lost = order.Disputes.First(c => c.Id == id);
            var free =
                order.Held
                + order.Reserved
                + (order.CurrentPayout is { IsPayable: true } payout ? payout.Amount : Money.Zero(order.Terms.Currency));
            // Debt that was paid by another order stays paid.
            if (free.MinorUnits <= 0 || lost.FromDebt > order.OpenDebt)
                continue;
            var books = new DisputeBooks(order, lost, now);
            books.ReverseLoss();
            books.Lose();
            ledger.AddRange(books.Ledger);
            order = books.Order;
        }

        return (order, ledger);
    }

    /// <summary>The provider's fee.</summary>
    private void Charge(Money change)
    {
        if (change.MinorUnits != 0)
            Book(Case with { Fees = Case.Fees + change }, c => DisputePostings.Fee(Order, c, change, now));
    }

    /// <summary>Returns a debt that no longer exists, and was paid or written off meanwhile.</summary>
    private void ReturnOverpaid()
    {
        if (OverpaidDebt.Of(Order) is not { } overpaid)
            return;
        Book(Case, c => DisputePostings.DebtReturned(Order, c, overpaid, now));
        Order = overpaid.TakenFrom(Order);
    }

    private void Book(Dispute next, Func<Dispute, LedgerTransaction> booking)
    {
        Case = next with { Bookings = Case.Bookings + 1 };
        _ledger.Add(booking(Case));
        Order = Order.With(Case);
    }
}
