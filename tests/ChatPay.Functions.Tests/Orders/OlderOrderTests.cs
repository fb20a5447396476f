using System.Text.Json;
using System.Text.Json.Nodes;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Some members are named differently in code and responses than in existing rows, which are still read.</summary>
public sealed class OlderOrderTests
{
    private const string At = "2026-03-01T00:00:00+00:00";
    private const string Usd = """{"amount":"1.00","currency":"USD"}""";

    [Fact]
    public void Complaint_OfARowOfBefore_IsReadAndWrittenUnderItsNames()
    {
        var row = $$"""{"n":2,"state":"rejected","text":"It is broken.","at":"{{At}}","answer":"It is not.","reminded":false}""";
        var complaint = Read<Complaint>(row);
        Assert.Equal((2, "It is broken.", "It is not."), (complaint.Number, complaint.Message, complaint.DecisionMessage));
        AssertKept(row, complaint);
    }

    [Fact]
    public void Refund_OfARowOfBefore_IsReadAndWrittenUnderItsNames()
    {
        var row = $$"""{"n":3,"state":"denied","reason":"buyer","amount":{{Usd}},"at":"{{At}}","note":"Late.","answer":"No."}""";
        var refund = Read<Refund>(row);
        Assert.Equal((3, "Late.", "No."), (refund.Number, refund.Message, refund.DecisionMessage));
        AssertKept(row, refund);
    }

    [Fact]
    public void PaymentAndPayout_OfARowOfBefore_AreReadAndWrittenUnderTheirNames()
    {
        var checkout = $$"""{"k":4,"state":"failed","at":"{{At}}"}""";
        var capture = $$"""{"providerId":"C","k":4,"gross":{{Usd}},"processingFee":{{Usd}},"at":"{{At}}","late":false}""";
        var payout = $$"""{"g":5,"state":"released","amount":{{Usd}},"releasedAt":"{{At}}"}""";
        var reserve = $$"""{"amount":{{Usd}},"until":"{{At}}","g":5}""";
        var item = $$"""{"orderId":"ord-1","g":5,"receiver":"R","amount":{{Usd}}}""";
        Assert.Equal((4, 4), (Read<Checkout>(checkout).Number, Read<Capture>(capture).CheckoutNumber));
        Assert.Equal(
            (5, 5, 5), (Read<Payout>(payout).Generation, Read<Reserve>(reserve).Generation, Read<PayoutBatchItem>(item).Generation));
        AssertKept(checkout, Read<Checkout>(checkout));
        AssertKept(capture, Read<Capture>(capture));
        AssertKept(payout, Read<Payout>(payout));
        AssertKept(reserve, Read<Reserve>(reserve));
        AssertKept(item, Read<PayoutBatchItem>(item));
        Assert.Equal(5, Read<PayoutRejection>("""{"orderId":"ord-1","g":5,"error":"E"}""").Generation);
    }

    /// <summary>A refund request that is repeated after an upgrade is still the same request.</summary>
    [Fact]
    public void RefundRequest_HashedBeforeTheUpgrade_IsTheSameAfterIt()
    {
        var wish = new RefundRequest(new Money(1_00, "USD"), [0], "Late.");
        var before = $$"""{"amount":{{Usd}},"lines":[0],"note":"Late.","all":false}""";
        Assert.Equal(
            IdempotencyRecord.Of("byr-1", "key", JsonNode.Parse(before)), IdempotencyRecord.Of("byr-1", "key", wish.ForHash()));
    }

    private static T Read<T>(string row) => JsonSerializer.Deserialize<T>(row, ChatPayJson.Stored)!;

    // Every member of the row is written back, with its value.
    private static void AssertKept<T>(string row, T value)
    {
        var written = JsonSerializer.SerializeToNode(value, ChatPayJson.Stored)!.AsObject();
        Assert.All(JsonNode.Parse(row)!.AsObject(), member => Assert.True(JsonNode.DeepEquals(member.Value, written[member.Key])));
    }
}
