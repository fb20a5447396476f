using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>Dissatisfied and satisfied buyers.</summary>
public sealed class ComplaintJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_complaint_in_the_hold_is_resolved_with_a_refund_and_the_rest_is_paid_out()
    {
        var sale = await ShippedAsync();
        var path = $"orders/{sale.OrderId}/complaints";
        Assert.Equal(404, (await sale.Seller.PostAsync(path, new { message = "No." }, "complain")).Status);
        Assert.Equal(400, (await sale.Buyer.PostAsync(path, new { message = "The handle is broken." })).Status);
        Sale.Must(await sale.Buyer.PostAsync(path, new { message = "The handle is broken." }, "complain"), 201);
        Sale.Must(await sale.Buyer.PostAsync(path, new { message = "The handle is broken." }, "complain"), 201);
        await Pass(TimeSpan.FromDays(4));
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.Contains("complaintUnanswered", await sale.EventsAsync());

        Assert.Equal(404, (await sale.Seller.PostAsync($"{path}/2/decision", new { decision = "resolve" }, "nothing")).Status);
        Assert.Equal(400, (await sale.Seller.PostAsync($"{path}/1/decision", new { decision = "reject" }, "no-words")).Status);
        Sale.Must(
            await sale.Seller.PostAsync(
                $"{path}/1/decision",
                new
                {
                    decision = "resolve",
                    message = "Sorry.",
                    refund = new { amount = Sale.Usd("12.00") },
                },
                "yes"),
            200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(12_00, Assert.Single(PayPal.RefundsOf(sale)).Amount);
        Assert.Equal(40_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_complaint_that_is_taken_back_lets_the_payout_go_on()
    {
        var sale = await ShippedAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/complaints", new { message = "Where is it?" }, "complain"), 201);
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("shipped", await sale.StatusAsync());
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/complaints/1/withdrawal"), 200);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task A_delivery_that_the_buyer_confirms_is_paid_out_after_72_hours_without_a_tracking_number()
    {
        var sale = await PaidAsync();
        await sale.ShipAsync(tracked: false);
        await Pass(TimeSpan.FromHours(24));
        Assert.Equal("delivered", Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/delivery-confirmation"), 200)["status"]);
        await Pass(TimeSpan.FromHours(51));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }
}
