using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Chat;

/// <summary>What a form of a page is told, so that it can say what is wrong while somebody types.</summary>
public sealed class FormJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_seller_is_told_the_limits_that_requests_are_held_to()
    {
        var sale = await SellerAsync();
        await sale.TalkAsync();
        var limits = Sale.Must(await sale.Seller.GetAsync("payment-request-limits"), 200).Body;
        var most = limits.GetProperty("maximumTotal").GetProperty("amount").GetString()!;
        Assert.Equal(("750.00", 1440), (most, limits.GetProperty("maximumExpiryInMinutes").GetInt32()));

        var path = $"conversations/{sale.ConversationId}/payment-requests";
        Sale.Must(await sale.Seller.PostAsync(path, Of(most), "most"), 201);
        Assert.Equal(422, (await sale.Seller.PostAsync(path, Of("750.01"), "more")).Status);
        Assert.Equal(404, (await sale.Buyer.GetAsync("payment-request-limits")).Status);
    }

    [Fact]
    public async Task Each_carrier_says_the_form_of_its_numbers_for_programs_too()
    {
        var sale = await SellerAsync();
        var carriers = Sale.Must(await sale.Seller.GetAsync("carriers"), 200).Body.GetProperty("items").EnumerateArray().ToList();
        var usps = carriers.Single(c => c.GetProperty("code").GetString() == "USPS").GetProperty("pattern").GetString()!;
        Assert.Matches(usps, "9400100000000000000000");
        Assert.DoesNotMatch(usps, "9400");
        Assert.All(carriers, c => Assert.NotNull(new Regex(c.GetProperty("pattern").GetString()!, RegexOptions.ECMAScript)));
    }

    [Fact]
    public async Task A_conversation_is_read_by_its_two_and_by_nobody_else()
    {
        var sale = await SellerAsync();
        await sale.TalkAsync();
        var path = $"conversations/{sale.ConversationId}";
        Assert.Equal("buyer", Sale.Must(await sale.Buyer.GetAsync(path), 200)["as"]);
        Assert.Equal("seller", Sale.Must(await sale.Seller.GetAsync(path), 200)["as"]);
        Assert.Equal(404, (await sale.As("somebody else", "buyer", "seller").GetAsync(path)).Status);
    }

    private static object Of(string total) =>
        new { lines = new[] { new { description = "A vase", unitPrice = Sale.Usd(total) } } };
}
