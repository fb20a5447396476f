using System.Text;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The parts of PayPal's events that are kept; bodies are reduced to what matters here.</summary>
public sealed class PayPalEventTests
{
    /// <summary>Case 40: an id that is not valid as a table or queue key.</summary>
    [Theory]
    [InlineData("WH-1/2#3?4%")]
    [InlineData("WH-200")]
    public void Event_WithAnyId_HasAKeyThatTableAndQueueTake(string id)
    {
        var key = new PayPalEvent(id == "WH-200" ? id.PadRight(200, '9') : id, "PAYMENT.CAPTURE.COMPLETED").Key;
        Assert.InRange(key.Length, 1, 100);
        Assert.All(key, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    [Theory]
    [InlineData("""{"id":"WH-\ud800","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"custom_id":"ord-1-checkout-1"}}""")]
    [InlineData("""{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"custom_id":"ord-1\udc00"}}""")]
    public void Event_WithHalfASurrogatePair_IsNone(string body) => Assert.Null(Read(body));

    [Fact]
    public void Capture_Completed_GivesTheCheckoutsKey()
    {
        var news = Read("""
            {"id":"WH-1","event_version":"1.0","resource_type":"capture","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"42311647XV020574X",
             "amount":{"currency_code":"USD","value":"100.00"},"custom_id":"ord-1-checkout-1","status":"COMPLETED","supplementary_data":{"related_ids":{"order_id":"1AB"}}}}
            """);
        Assert.Equal(
            new PayPalEvent("WH-1", "PAYMENT.CAPTURE.COMPLETED") { CustomId = "ord-1-checkout-1", CapturedId = "42311647XV020574X" }, news);
        Assert.Equal(("ord-1", 1), Checkout.Parse(news!.CustomId));
    }

    [Fact]
    public void Order_Approved_GivesTheFirstUnitsKey() =>
        Assert.Equal(
            "ord-1-checkout-2",
            Read(
                """{"id":"WH-2","event_type":"CHECKOUT.ORDER.APPROVED","resource":{"id":"5O1","status":"APPROVED","purchase_units":[{"custom_id":"ord-1-checkout-2"}]}}"""
            )?.CustomId);

    [Fact]
    public void Refund_Completed_GivesTheRefundsKey() =>
        Assert.Equal(
            ("ord-1", 1),
            Refund.Parse(
                Read(
                    """{"id":"WH-3","event_type":"PAYMENT.CAPTURE.REFUNDED","resource":{"id":"1JU","custom_id":"ord-1-refund-1","status":"COMPLETED"}}"""
                )?.CustomId));

    [Fact]
    public void PayoutBatch_GivesOurBatchId() =>
        Assert.Equal(
            new PayPalEvent("WH-4", "PAYMENT.PAYOUTSBATCH.SUCCESS") { BatchId = "bat-1", ProviderBatchId = "CXZ" },
            Read(
                """
                {"id":"WH-4","event_type":"PAYMENT.PAYOUTSBATCH.SUCCESS",
                 "resource":{"batch_header":{"payout_batch_id":"CXZ","batch_status":"SUCCESS","sender_batch_header":{"sender_batch_id":"bat-1"}}}}
                """));

    [Fact]
    public void PayoutItem_GivesOurBatchId() =>
        Assert.Equal(
            new PayPalEvent("WH-5", "PAYMENT.PAYOUTS-ITEM.SUCCEEDED") { BatchId = "bat-1", ProviderBatchId = "CXZ" },
            Read(
                """
                {"id":"WH-5","event_type":"PAYMENT.PAYOUTS-ITEM.SUCCEEDED","resource":{"payout_item_id":"VHB","payout_batch_id":"CXZ","sender_batch_id":"bat-1",
                 "payout_item":{"sender_item_id":"ord-1-payout-1"},"transaction_status":"SUCCESS"}}
                """));

    /// <summary>Case 28: a batch whose response was lost can only be found by the provider's id.</summary>
    [Fact]
    public void PayoutBatch_GivesBothIds_Case28()
    {
        var news = Read("""
            {"id":"WH-3AA00000AA000000A-4BB00000BB000000B","event_version":"1.0","create_time":"2026-10-03T10:00:00Z","resource_type":"payouts",
             "event_type":"PAYMENT.PAYOUTSBATCH.SUCCESS","summary":"Payouts batch completed successfully.","resource":{"batch_header":{
             "payout_batch_id":"5UXDZZZZZZZZZ","batch_status":"SUCCESS","time_created":"2026-10-03T09:58:00Z",
             "sender_batch_header":{"sender_batch_id":"bat-00000000000000000000000000"},"amount":{"currency":"USD","value":"91.02"},
             "fees":{"currency":"USD","value":"0.25"},"payments":1}},"links":[]}
            """);
        Assert.Equal(("bat-00000000000000000000000000", "5UXDZZZZZZZZZ"), (news!.BatchId, news.ProviderBatchId));
    }

    [Fact]
    public void Event_AboutNothingOfOurs_HasNoKey() =>
        Assert.Equal(
            new PayPalEvent("WH-6", "BILLING.PLAN.CREATED"),
            Read("""{"id":"WH-6","event_type":"BILLING.PLAN.CREATED","resource":{"id":"P-1"}}"""));

    [Fact]
    public void Dispute_GivesItsIdAndTheTimeOfTheEvent() =>
        Assert.Equal(
            new PayPalEvent("WH-6", "CUSTOMER.DISPUTE.CREATED") { CaseId = "PP-1", At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) },
            Read("""
                {"id":"WH-6","event_type":"CUSTOMER.DISPUTE.CREATED","create_time":"2026-03-01T12:00:00Z","resource":{"dispute_id":"PP-1"}}
                """));

    [Theory]
    [InlineData("")]
    [InlineData("\"create_time\":\"soon\",")]
    [InlineData("\"create_time\":7,")]
    public void Dispute_WithoutATime_GivesItsId(string time) =>
        Assert.Equal(
            new PayPalEvent("WH-6", "CUSTOMER.DISPUTE.CREATED") { CaseId = "PP-1" },
            Read("""{"id":"WH-6","event_type":"CUSTOMER.DISPUTE.CREATED",""" + time + """ "resource":{"dispute_id":"PP-1"}}"""));

    [Fact]
    public void DashboardRefund_GivesTheCaptureThatItNamesByALink()
    {
        var news = Read("""
            {"id":"WH-7","event_type":"PAYMENT.CAPTURE.REFUNDED","resource":{"id":"1JU","status":"COMPLETED","links":[
             {"rel":"self","href":"https://api-m.paypal.com/v2/payments/refunds/1JU"},{"rel":"up","href":"https://api-m.paypal.com/v2/payments/captures/42311647XV020574X"}]}}
            """);
        Assert.Equal(("42311647XV020574X", true), (news!.CaptureId, news.IsOfRefund));
    }

    [Theory]
    [InlineData("")]
    [InlineData("captures/%2e%2e?x=")]
    public void DashboardRefund_WhoseLinkNamesNoId_GivesNoCapture(string id) =>
        Assert.Null(
            Read(
                $$$"""{"id":"WH-7","event_type":"PAYMENT.CAPTURE.REFUNDED","resource":{"id":"1JU","links":[{"rel":"up","href":"https://x/v2/payments/captures/{{{id}}}"}]}}"""
            )!.CaptureId);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"WH-1\"")]
    [InlineData("{}")]
    [InlineData("""{"id":"WH-1","event_type":"X"}""")]
    [InlineData("""{"id":"WH-1","event_type":"X","resource":null}""")]
    [InlineData("""{"id":"WH-1","event_type":"X","resource":[]}""")]
    [InlineData("""{"id":"WH-1","event_type":7,"resource":{}}""")]
    [InlineData("""{"id":1,"event_type":"X","resource":{}}""")]
    [InlineData("""{"id":"","event_type":"X","resource":{}}""")]
    [InlineData("""{"event_type":"X","resource":{}}""")]
    [InlineData("\u00ff\u0000")]
    public void Junk_IsNoNews(string body) => Assert.Null(Read(body));

    [Fact]
    public void Junk_IdTooLong_IsNoNews() =>
        Assert.Null(
            Read("""{"id":"IDIDID","event_type":"X","resource":{}}""".Replace("IDIDID", new string('x', 256), StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"custom_id":7}""")]
    [InlineData("""{"purchase_units":[]}""")]
    [InlineData("""{"purchase_units":[7]}""")]
    [InlineData("""{"purchase_units":{"custom_id":"x"}}""")]
    [InlineData("""{"batch_header":7}""")]
    [InlineData("""{"batch_header":{"sender_batch_header":[]}}""")]
    [InlineData("""{"sender_batch_id":null}""")]
    public void Resource_OfAnotherShape_HasNoKey(string resource) =>
        Assert.Equal(new PayPalEvent("WH-1", "X"), Read("""{"id":"WH-1","event_type":"X","resource":""" + resource + "}"));

    [Fact]
    public void Junk_InvalidUtf8_IsNoNews() =>
        Assert.Null(PayPalEvent.Read(new byte[] { (byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}' }));

    private static PayPalEvent? Read(string body) => PayPalEvent.Read(Encoding.UTF8.GetBytes(body));
}
