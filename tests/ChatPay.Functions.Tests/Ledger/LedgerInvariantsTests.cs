using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>Tests the checker itself: it must report deliberate errors.</summary>
public sealed class LedgerInvariantsTests
{
    [Fact]
    public void Broken_EverySituationOfASale_IsEmpty()
    {
        foreach (var sale in new[]
            {
                ScriptedSale.Requested(),
                ScriptedSale.Paid(),
                ScriptedSale.Shipped(),
                ScriptedSale.Released(),
                ScriptedSale.Submitted(),
                ScriptedSale.PaidOut(),
                ScriptedSale.Refunding(),
            })
            Assert.Empty(LedgerInvariants.Broken(sale.Order, sale.Ledger));
    }

    [Fact]
    public void Broken_ATransactionIsMissing_NamesTheAccountsThatDiffer()
    {
        var sale = ScriptedSale.PaidOut();
        foreach (var missing in sale.Ledger)
            Assert.NotEmpty(LedgerInvariants.Broken(sale.Order, [.. sale.Ledger.Where(t => t != missing)]));
    }

    [Fact]
    public void Broken_BookedTwice_NamesTheTransaction()
    {
        var sale = ScriptedSale.Released();
        Assert.Contains(
            LedgerInvariants.Broken(sale.Order, [.. sale.Ledger, sale.Ledger[0]]),
            b => b.Contains("ord-1-capture-1 is booked 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public void Broken_StateWithoutItsPosting_SaysBothAmounts()
    {
        var sale = ScriptedSale.Submitted();
        var paid = sale.Order.With(sale.Order.CurrentPayout! with { State = PayoutState.Paid });
        var broken = LedgerInvariants.Broken(paid, sale.Ledger);
        Assert.Contains("payout:inflight is -91.02 USD, but 0.00 USD by the order's state.", broken);
        Assert.Contains("processor:balance is 96.02 USD, but 5.00 USD by the order's state.", broken);
    }

    [Fact]
    public void Broken_MoreTakenThanHeld_IsOnTheWrongSide()
    {
        var sale = ScriptedSale.Paid();
        var tooMuch = new LedgerTransaction(
            "x",
            "x",
            ScriptedSale.Start,
            [
                new(Accounts.Held(ScriptedSale.SellerId), ScriptedSale.Usd("100.00")),
                new(Accounts.Payable(ScriptedSale.SellerId), ScriptedSale.Usd("-100.00")),
            ]);
        Assert.Contains(
            "seller:sel-1:held is on the wrong side of zero: 8.98 USD.",
            LedgerInvariants.Broken(sale.Order, [.. sale.Ledger, tooMuch]));
    }

    [Fact]
    public void Broken_PostingsCancelOutBetweenFeeAndHold_IsFoundByTheIdentity()
    {
        var sale = ScriptedSale.Paid();
        var shifted = new LedgerTransaction(
            "x",
            "x",
            ScriptedSale.Start,
            [new(Accounts.Held(ScriptedSale.SellerId), ScriptedSale.Usd("1.00")), new(Accounts.PlatformFees, ScriptedSale.Usd("-1.00"))]);
        Assert.Equal(
            [
                $"{Accounts.Held(ScriptedSale.SellerId)} is -90.02 USD, but -91.02 USD by the order's state.",
                "The seller's accounts owe 90.02 USD, but gross less fees, refunds and payments is 91.02 USD.",
            ],
            LedgerInvariants.Broken(sale.Order, [.. sale.Ledger, shifted]));
    }
}
