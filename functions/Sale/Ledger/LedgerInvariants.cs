using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Ledger;

/// <summary>What must hold between an order's state and its ledger after every commit (LEDGER.md puts it in words). Pure: tests
/// check it after every step, and a reconciliation can check stored data.</summary>
public static class LedgerInvariants
{
    /// <summary>The violated invariants, one sentence each, with the account and both amounts; empty when all hold. The
    /// transactions may be in any order.</summary>
    public static IReadOnlyList<string> Broken(Order order, IReadOnlyList<LedgerTransaction> ledger)
    {
        var balances = Balances.Of(ledger);
        var zero = Money.Zero(order.Terms.Currency);
        return
        [
            .. Unbalanced(ledger),
            .. Repeated(ledger),
            .. OnTheWrongSide(order, balances),
            .. Expected(order, zero).Where(e => At(e.Account) != e.Amount)
                .Select(e => $"{e.Account} is {At(e.Account)}, but {e.Amount} by the order's state."),
            .. Identity(order, At, zero),
        ];

        Money At(string account) => balances.GetValueOrDefault(account, zero);
    }

    private static IEnumerable<string> Unbalanced(IReadOnlyList<LedgerTransaction> ledger) =>
        from transaction in ledger
        from currency in transaction.Postings.GroupBy(p => p.Amount.Currency)
        let rest = currency.Sum(p => p.Amount.MinorUnits)
        where rest != 0
        select $"The transaction {transaction.Id} leaves {new Money(rest, currency.Key)} over.";

    private static IEnumerable<string> Repeated(IReadOnlyList<LedgerTransaction> ledger) =>
        ledger.CountBy(t => t.Id).Where(t => t.Value > 1).Select(t => $"The transaction {t.Key} is booked {t.Value} times.");

    /// <summary>Debts, costs and losses are debits; everything owed or in flight is a credit. An order's part of the processor's
    /// balance may have either sign (the processor keeps its fee when the buyer is refunded in full), and so may its
    /// netting.</summary>
    private static IEnumerable<string> OnTheWrongSide(Order order, IReadOnlyDictionary<string, Money> balances)
    {
        var debits = new[] { Accounts.Debt(order.SellerId), Accounts.ProcessingCosts, Accounts.Losses, Accounts.ProcessorWithheld };
        return balances
            .Where(b =>
                b.Key != Accounts.ProcessorBalance
                && b.Key != Accounts.Netting(order.SellerId)
                && (debits.Contains(b.Key) ? b.Value.MinorUnits < 0 : b.Value.MinorUnits > 0))
            .Select(b => $"{b.Key} is on the wrong side of zero: {b.Value}.");
    }

    /// <summary>The balances that follow from the order's state alone.</summary>
    private static IEnumerable<Posting> Expected(Order order, Money zero)
    {
        var received = order.Capture is { } capture ? capture.Gross - capture.ProcessingFee : zero;
        var returned = Sum(order.Refunds.Where(r => r.State == RefundState.Completed).Select(r => r.Amount), zero);
        var gone = Sum(order.Payouts.Where(p => p.State is PayoutState.Paid or PayoutState.Withheld).Select(p => p.Amount), zero);
        var fees = Sum(order.Payouts.Select(p => p.Fee ?? zero), zero);
        var taken = Sum(order.Disputes.Select(c => c.Withheld + c.Lost + c.Fees), zero);
        yield return new(Accounts.ProcessorBalance, received - returned - gone - fees - taken);
        yield return new(
            Accounts.ProcessorWithheld,
            Sum(order.Disputes.Select(c => c.Withheld), zero)
                + Sum(order.Payouts.Where(p => p.State == PayoutState.Withheld).Select(p => p.Amount), zero));
        yield return new(Accounts.RefundInFlight, -Sum(order.Refunds.Where(IsInFlight).Select(r => r.Amount), zero));
        yield return new(
            Accounts.PayoutInFlight,
            -Sum(
                order
                    .Payouts.Where(p =>
                        p.State is PayoutState.Submitting or PayoutState.Processing or PayoutState.Withheld or PayoutState.Unknown)
                    .Select(p => p.Amount),
                zero));
        yield return new(Accounts.Payable(order.SellerId), -Sum(order.Payouts.Where(p => p.IsPayable).Select(p => p.Amount), zero));
        yield return new(Accounts.Held(order.SellerId), -order.Held);
        yield return new(Accounts.Reserve(order.SellerId), -order.Reserved);
        yield return new(Accounts.Debt(order.SellerId), order.Debt);
        yield return new(Accounts.Losses, order.WrittenOff ?? zero);
        yield return new(
            Accounts.Netting(order.SellerId),
            Sum(
                order.Transfers.Where(t => t.State == TransferState.Done).Select(t => t.Side == TransferSide.Owes ? t.Amount : -t.Amount),
                zero));
    }

    /// <summary>What is owed to the seller, less debt, equals what was captured for the seller and not yet passed on.</summary>
    private static IEnumerable<string> Identity(Order order, Func<string, Money> at, Money zero)
    {
        var owed = -(
            at(Accounts.Held(order.SellerId))
            + at(Accounts.Payable(order.SellerId))
            + at(Accounts.Reserve(order.SellerId))
            + at(Accounts.PayoutInFlight)
            + at(Accounts.Debt(order.SellerId)));
        var share = zero;
        if (order.Capture is { Late: false } capture)
        {
            // Net of fees, less refunds: the part of the platform's fee that a refund returns is no longer a fee.
            var refunds = order.Refunds.Where(r => r.Counts).Select(r => r.Amount - r.FromPlatform);
            var paid = order.Payouts.Where(p => p.State == PayoutState.Paid).Select(p => p.Amount);
            var cases = order.Disputes.Select(c => c.Lost - c.FromPlatform + (order.Terms.SellerBearsCaseFees ? c.Fees : zero));
            share =
                capture.SellerShare(order.Terms)
                - Sum(refunds, zero)
                - Sum(cases, zero)
                - Sum(paid, zero)
                + at(Accounts.Netting(order.SellerId))
                + at(Accounts.Losses);
        }

        if (owed != share)
            yield return $"The seller's accounts owe {owed}, but gross less fees, refunds and payments is {share}.";
    }

    /// <summary>Whether it is decided and has not reached the buyer. A late capture's money stays the buyer's even when the
    /// provider refuses the refund (row 15).</summary>
    private static bool IsInFlight(Refund refund) => refund.State switch
    {
        RefundState.Failed => refund.Reason == RefundReason.LateCapture,
        _ => refund.IsUnderWay,
    };

    private static Money Sum(IEnumerable<Money> amounts, Money zero) => amounts.Aggregate(zero, (sum, amount) => sum + amount);
}
