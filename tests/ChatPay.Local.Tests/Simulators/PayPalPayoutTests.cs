using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalPayoutTests
{
    private static readonly TimeSpan Processed = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Batch_Covered_IsPaidItemByItem()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 20000);
        var made = await fixture.PayAsync(
            "batch-1",
            ("seller@example.com", "91.02", "ord-1-payout-1"),
            ("other@example.com", "10.00", "ord-2-payout-1"));
        Assert.Equal((201, "PENDING"), (made.Status, (string?)made.Json["batch_header"]!["batch_status"]));

        await fixture.Clock.AdvanceAsync(Processed);

        var batch = await fixture.GetAsync(
            $"v1/payments/payouts/{(string?)made.Json["batch_header"]!["payout_batch_id"]}?total_required=true&page_size=1");
        Assert.Equal("SUCCESS", (string?)batch.Json["batch_header"]!["batch_status"]);
        Assert.Equal(2, (int)batch.Json["total_pages"]!);
        Assert.Single(batch.Json["items"]!.AsArray());
        Assert.Contains(batch.Json["links"]!.AsArray(), l => (string?)l!["rel"] == "next");
        var item = await fixture.GetAsync($"v1/payments/payouts-item/{(string?)batch.Json["items"]![0]!["payout_item_id"]}");
        Assert.Equal("SUCCESS", (string?)item.Json["transaction_status"]);
        Assert.Equal("0.25", (string?)item.Json["payout_item_fee"]!["value"]);
        Assert.Equal(20000 - 9102 - 1000 - 50, fixture.PayPal.Balance);
        Assert.Equal(
            [
                "PAYMENT.PAYOUTS-ITEM.SUCCEEDED",
                "PAYMENT.PAYOUTS-ITEM.SUCCEEDED",
                "PAYMENT.PAYOUTSBATCH.PROCESSING",
                "PAYMENT.PAYOUTSBATCH.SUCCESS",
            ],
            fixture.ReceivedTypes().Order());
    }

    [Fact]
    public async Task Batch_SameId_NamesTheOriginalForThirtyDays()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 20000);
        var made = await fixture.PayAsync("batch-1", ("seller@example.com", "10.00", "i-1"));
        var again = await fixture.PayAsync("batch-1", ("seller@example.com", "10.00", "i-1"));

        Assert.Equal((400, "USER_BUSINESS_ERROR"), (again.Status, again.Name));
        Assert.EndsWith(
            (string)made.Json["batch_header"]!["payout_batch_id"]!,
            (string?)again.Json["links"]![0]!["href"],
            StringComparison.Ordinal);
        await fixture.Clock.AdvanceAsync(TimeSpan.FromDays(30));
        await fixture.ReopenAsync();
        Assert.Equal(201, (await fixture.PayAsync("batch-1", ("seller@example.com", "10.00", "i-1"))).Status);
    }

    [Fact]
    public async Task Batch_OneInvalidItem_IsRefusedAsAWhole()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 20000);
        var answer = await fixture.PayAsync("batch-1", ("seller@example.com", "10.00", "i-1"), ("nobody", "10.00", "i-2"));

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Name));
        Assert.Equal("items[1].receiver", (string?)answer.Json["details"]![0]!["field"]);
        Assert.Empty(fixture.PayPal.Payouts);
    }

    [Fact]
    public async Task Batch_BalanceTooLow_IsDenied()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 1024);
        var made = await fixture.PayAsync("batch-1", ("seller@example.com", "10.00", "i-1"));
        await fixture.Clock.AdvanceAsync(Processed);

        var batch = await fixture.GetAsync($"v1/payments/payouts/{(string?)made.Json["batch_header"]!["payout_batch_id"]}");
        Assert.Equal("DENIED", (string?)batch.Json["batch_header"]!["batch_status"]);
        Assert.Equal("INSUFFICIENT_FUNDS", (string?)batch.Json["items"]![0]!["errors"]!["name"]);
        Assert.Equal(1024, fixture.PayPal.Balance);
        Assert.Equal(["PAYMENT.PAYOUTSBATCH.DENIED"], fixture.ReceivedTypes());
    }

    [Fact]
    public async Task Item_Unclaimed_ComesBackAfterThirtyDaysLessItsFee()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 20000);
        fixture.PayPal.Outcomes.Payout("new@example.com", PayoutOutcome.Unclaimed);
        await fixture.PayAsync("batch-1", ("new@example.com", "10.00", "i-1"));
        await fixture.Clock.AdvanceAsync(Processed);
        Assert.Equal("UNCLAIMED", fixture.PayPal.Payouts[0].Status);
        Assert.Equal(20000 - 1025, fixture.PayPal.Balance);

        await fixture.Clock.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Equal("RETURNED", fixture.PayPal.Payouts[0].Status);
        Assert.Equal(20000 - 25, fixture.PayPal.Balance);
        Assert.Contains("PAYMENT.PAYOUTS-ITEM.RETURNED", fixture.ReceivedTypes());
    }

    [Fact]
    public async Task Item_Cancelled_OnlyWhileUnclaimed()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 20000);
        fixture.PayPal.Outcomes.Payout("i-1", PayoutOutcome.Unclaimed);
        await fixture.PayAsync("batch-1", ("new@example.com", "10.00", "i-1"), ("seller@example.com", "10.00", "i-2"));
        await fixture.Clock.AdvanceAsync(Processed);
        var items = fixture.PayPal.Payouts;

        var cancelled = await fixture.PostAsync($"v1/payments/payouts-item/{items[0].Id}/cancel");
        var paid = await fixture.PostAsync($"v1/payments/payouts-item/{items[1].Id}/cancel");

        Assert.Equal((200, "RETURNED"), (cancelled.Status, (string?)cancelled.Json["transaction_status"]));
        Assert.Equal((400, "ITEM_INCORRECT_STATUS"), (paid.Status, paid.Name));
        Assert.Equal(20000 - 1000 - 50, fixture.PayPal.Balance);
    }

    [Fact]
    public async Task Item_Failed_CostsNothing()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 20000);
        fixture.PayPal.Outcomes.Payout("closed@example.com", PayoutOutcome.Failed);
        await fixture.PayAsync("batch-1", ("closed@example.com", "10.00", "i-1"));
        await fixture.Clock.AdvanceAsync(Processed);

        Assert.Equal(20000, fixture.PayPal.Balance);
        Assert.Contains("PAYMENT.PAYOUTS-ITEM.FAILED", fixture.ReceivedTypes());
        Assert.Equal("200.00", (string?)(await fixture.GetAsync("v1/reporting/balances")).Json["balances"]![0]!["total_balance"]!["value"]);
    }
}
