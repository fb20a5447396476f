using System.Text.Json;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Case 01: who has won a dispute, and the amount, whatever PayPal's response contains or leaves out.</summary>
public sealed class DisputeVerdictTests
{
    private const string Debit =
        """{"PARTY":"SELLER","amount":{"currency_code":"USD","value":"100.00"},"type":"DEBIT","reason":"DISPUTE_SETTLEMENT"}""";
    private const string Credit =
        """{"PARTY":"SELLER","amount":{"currency_code":"USD","value":"100.00"},"type":"CREDIT","reason":"DISPUTE_SETTLEMENT"}""";
    private const string ToBuyer =
        """{"PARTY":"BUYER","amount":{"currency_code":"USD","value":"100.00"},"type":"CREDIT","reason":"DISPUTE_SETTLEMENT"}""";
    private const string Fee =
        """{"PARTY":"SELLER","amount":{"currency_code":"USD","value":"15.00"},"type":"DEBIT","reason":"DISPUTE_FEE"}""";
    private const string InEuro =
        """{"PARTY":"SELLER","amount":{"currency_code":"EUR","value":"90.00"},"type":"DEBIT","reason":"DISPUTE_SETTLEMENT"}""";
    private const string InKrona =
        """{"PARTY":"SELLER","amount":{"currency_code":"SEK","value":"900.00"},"type":"DEBIT","reason":"DISPUTE_SETTLEMENT"}""";
    private const string OfNewReason =
        """{"PARTY":"SELLER","amount":{"currency_code":"USD","value":"100.00"},"type":"DEBIT","reason":"SOMETHING_NEW"}""";
    private const string ByPayPal =
        """{"PARTY":"PAYMENT_PROCESSOR","amount":{"currency_code":"USD","value":"100.00"},"type":"DEBIT","reason":"DISPUTE_SETTLEMENT"}""";

    [Theory]
    // The published list, and the list that replaces it.
    [InlineData("RESOLVED_BUYER_FAVOUR", Debit + "," + ToBuyer, "", "100.00", DisputeState.Lost)]
    [InlineData("RESOLVED_BUYER_FAVOUR", "", Debit + "," + ToBuyer, "100.00", DisputeState.Lost)]
    [InlineData("RESOLVED_BUYER_FAVOUR", Debit, Debit, "100.00", DisputeState.Lost)]
    // Neither list, only the outcome.
    [InlineData("RESOLVED_BUYER_FAVOUR", "", "", "100.00", DisputeState.Lost)]
    [InlineData("ACCEPTED", "", ToBuyer, "40.00", DisputeState.PartlyLost)]
    [InlineData("RESOLVED_BUYER_FAVOUR", "", "", "", null)]
    [InlineData("RESOLVED_BUYER_FAVOUR", "", "", "120.00", null)]
    // The outcome and the amounts contradict each other.
    [InlineData("RESOLVED_BUYER_FAVOUR", Debit + "," + Credit, "", "", null)]
    [InlineData("RESOLVED_BUYER_FAVOUR", ByPayPal, "", "100.00", null)]
    [InlineData("RESOLVED_SELLER_FAVOUR", Debit, "", "", null)]
    [InlineData("CANCELED_BY_BUYER", "", Debit, "", null)]
    [InlineData("RESOLVED_SELLER_FAVOUR", "", "", "100.00", null)]
    // So do the two lists.
    [InlineData("RESOLVED_BUYER_FAVOUR", Debit, Debit + "," + Credit, "100.00", null)]
    // Unreadable data.
    [InlineData("RESOLVED_BUYER_FAVOUR", InEuro, "", "100.00", null)]
    [InlineData("RESOLVED_BUYER_FAVOUR", "", InKrona, "100.00", null)]
    [InlineData("RESOLVED_BUYER_FAVOUR", OfNewReason, "", "100.00", null)]
    // The seller has won.
    [InlineData("RESOLVED_SELLER_FAVOUR", Debit + "," + Credit, "", "", DisputeState.Won)]
    [InlineData("RESOLVED_SELLER_FAVOUR", Debit + "," + Credit, "", "100.00", DisputeState.Won)]
    [InlineData("DENIED", "", "", "", DisputeState.Won)]
    [InlineData("CANCELED_BY_BUYER", "", "", "", DisputeState.Withdrawn)]
    // The name does not tell who pays.
    [InlineData("RESOLVED_WITH_PAYOUT", Debit, "", "100.00", DisputeState.Lost)]
    [InlineData("RESOLVED_WITH_PAYOUT", ByPayPal + "," + ToBuyer, "", "100.00", DisputeState.Won)]
    [InlineData("RESOLVED_WITH_PAYOUT", "", "", "100.00", null)]
    [InlineData("NONE", "", "", "", null)]
    [InlineData("SOMETHING_NEW", "", "", "100.00", null)]
    public void Dispute_Resolved_IsDecidedOnlyWhenOutcomeAndAmountsAgree(
        string outcome,
        string old,
        string current,
        string refunded,
        DisputeState? expected)
    {
        var sale = ScriptedSale.Shipped().Did(Observed(Dispute("UNDER_REVIEW", null, Debit, "", "", 1)));
        sale.Did(Observed(Dispute("RESOLVED", outcome, old, current, refunded, 2)));

        var seen = sale.Order.Disputes[0];
        Assert.Equal(
            (expected is null, expected is null, expected ?? DisputeState.UnderReview),
            (seen.AmountsMissing, seen.IsOpen, seen.State));
        sale.Now = ScriptedSale.Start + TimeSpan.FromDays(10);
        if (expected is null)
            sale.IsRefused("blocked", sale.Release);
        else
            sale.Did(sale.Release);
    }

    [Fact]
    public void Fees_OfTheNewList_AreBooked()
    {
        var sale = ScriptedSale.PaidOut().Did(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", Debit + "," + Fee, "", 1)));
        Assert.Equal((ScriptedSale.Usd("15.00"), ScriptedSale.Usd("110.00")), (sale.Order.Disputes[0].Fees, sale.Order.Debt));
    }

    /// <summary>Case 01: without amounts, the withheld money stays withheld.</summary>
    [Fact]
    public void Amounts_ThatAreMissing_LeaveWhatIsWithheld()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Observed(Dispute("UNDER_REVIEW", null, Debit, "", "", 1)))
            .Did(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", "", "", 2)));
        Assert.Equal(ScriptedSale.Usd("100.00"), sale.Order.Disputes[0].Withheld);
        sale.Did(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", Debit, "", 3)));
        Assert.Equal(
            (DisputeState.Lost, false, ScriptedSale.Usd("100.00")),
            (sale.Order.Disputes[0].State, sale.Order.Disputes[0].AmountsMissing, sale.Order.Disputes[0].Lost));
    }

    [Fact]
    public void Outcome_AfterARefundDuringTheCase_DoesNotSayWhetherItIsTheSameMoney()
    {
        var sale = ScriptedSale.Shipped().Did(Observed(Dispute("UNDER_REVIEW", null, "", "", "", 1)))
            .Did(o => RefundDecisions.Adopt(o, "R1", ScriptedSale.Usd("40.00"), isCompleted: true, ScriptedSale.Start));
        sale.Did(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", "", "40.00", 2)));
        Assert.True(sale.Order.Disputes[0].AmountsMissing);
    }

    [Fact]
    public void Operator_BooksWhatPayPalDoesNotSay()
    {
        var sale = ScriptedSale.Shipped().Did(Observed(Dispute("UNDER_REVIEW", null, Debit, "", "", 1)))
            .IsRefused("case-not-resolved", ByHand("100.00"))
            .IsRefused(
                "not-found",
                o => DisputeTransitions.BookByHand(o, "PP-D-2", ScriptedSale.Usd("1.00"), null, "", ScriptedSale.Start))
            .Did(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", "", "", 2)))
            .IsRefused("loss-too-large", ByHand("100.01"));
        sale.Did(ByHand("60.00", "15.00")).HasNothingToDo(ByHand("60.00", "15.00"));

        Assert.Equal(
            (DisputeState.PartlyLost, false, ScriptedSale.Usd("60.00"), ScriptedSale.Usd("15.00")),
            (sale.Order.Disputes[0].State, sale.Order.Disputes[0].AmountsMissing, sale.Order.Disputes[0].Lost, sale.Order.Disputes[0].Fees)
        );
        // PayPal repeats itself, or adds nothing: the operator's decision stands.
        sale.HasNothingToDo(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", "", "", 2)))
            .HasNothingToDo(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", "", "", 3)));
        // Newer information from PayPal counts.
        sale.Did(Observed(Dispute("RESOLVED", "RESOLVED_BUYER_FAVOUR", "", Debit + "," + Fee, "", 4)));
        Assert.Equal(
            (DisputeState.Lost, ScriptedSale.Usd("100.00"), true),
            (sale.Order.Disputes[0].State, sale.Order.Disputes[0].Lost, sale.Order.Disputes[0].ByHand is null));
    }

    [Fact]
    public void Operator_BooksACaseThatTheSellerHasWon_AndItIsPaidOut()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Observed(Dispute("UNDER_REVIEW", null, Debit, "", "", 1)))
            .Did(Observed(Dispute("RESOLVED", "NONE", "", "", "", 2)))
            .Did(ByHand("0.00"));
        sale.Now = ScriptedSale.Start + TimeSpan.FromDays(10);
        sale.Did(sale.Release);
        Assert.Equal((DisputeState.Won, ScriptedSale.Usd("91.02")), (sale.Order.Disputes[0].State, sale.Order.CurrentPayout!.Amount));
    }

    private static Func<Order, Decision> ByHand(string lost, string? fees = null) =>
        o =>
            DisputeTransitions.BookByHand(
                o,
                "PP-D-1",
                ScriptedSale.Usd(lost),
                fees is null ? null : ScriptedSale.Usd(fees),
                "Seen in the dashboard.",
                ScriptedSale.Start);

    private static Func<Order, Decision> Observed(string json) =>
        o =>
            DisputeTransitions.Observe(
                o,
                ProviderDisputeReader.Read(JsonSerializer.Deserialize(json, PayPalJson.Default.PayPalDispute)!, o, ScriptedSale.Start),
                ScriptedSale.Start);

    private static string Dispute(string status, string? outcome, string old, string current, string refunded, int minute)
    {
        var amount = refunded.Length > 0 ? $$""","amount_refunded":{"currency_code":"USD","value":"{{refunded}}"}""" : "";
        var decided = outcome is null ? "" : $$""","dispute_outcome":{"outcome_code":"{{outcome}}"{{amount}}}""";
        var oldList =
            old.Length > 0 ? $$""","money_movements":[{{old.Replace("PARTY", "affected_party", StringComparison.Ordinal)}}]""" : "";
        var newList = current.Length > 0 ? $$""","fund_movements":[{{current.Replace("PARTY", "party", StringComparison.Ordinal)}}]""" : "";
        return $$$"""
            {"dispute_id":"PP-D-1","status":"{{{status}}}","reason":"MERCHANDISE_OR_SERVICE_NOT_RECEIVED","update_time":"2026-03-01T12:0{{{minute}}}:00.000Z",
             "dispute_amount":{"currency_code":"USD","value":"100.00"}{{{oldList}}}{{{newList}}}{{{decided}}}}
            """;
    }
}
