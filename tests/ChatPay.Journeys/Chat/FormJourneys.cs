using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Chat;

/// <summary>The data from which a page's form validates while somebody types.</summary>
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

    [Fact]
    public async Task A_buyer_s_cursor_tells_nothing_of_the_messages_that_are_for_the_seller_alone()
    {
        var sale = await SellerAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await Pass(TimeSpan.FromDays(2));
        var path = $"conversations/{sale.ConversationId}/messages";
        Sale.Must(await sale.Buyer.PostAsync(path, new { text = "When do you ship?", clientMessageId = "when" }), 201);

        var (told, cursor) = await ReadAsync(sale.Buyer, path);
        var hidden = (await ReadAsync(sale.Seller, path)).Ids.Except(told).ToList();
        Assert.NotEmpty(hidden);
        Assert.Equal(told[^1], TextOf(cursor));
        var (since, next) = await ReadAsync(sale.Buyer, $"{path}?cursor={cursor}");
        Assert.Empty(since);
        Assert.Equal(cursor, next);
        Assert.Equal(told.Skip(1), (await ReadAsync(sale.Buyer, $"{path}?cursor={CursorOf(told[0])}")).Ids);

        // Guessing a number or the id of a hidden message reveals nothing.
        foreach (var guess in (string[])["3", hidden[0], "msg-00000000000000000000000000", "seen/../conversation"])
            Assert.Equal("cursor-invalid", Sale.Must(await sale.Buyer.GetAsync($"{path}?cursor={CursorOf(guess)}"), 400)["code"]);
    }

    private static async Task<(IReadOnlyList<string> Ids, string Next)> ReadAsync(SaleClient api, string path)
    {
        var page = Sale.Must(await api.GetAsync(path), 200);
        return ([.. page.Body.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString()!)], page["next"]!);
    }

    private static string CursorOf(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    private static string TextOf(string cursor) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));

    private static object Of(string total) =>
        new { lines = new[] { new { description = "A vase", unitPrice = Sale.Usd(total) } } };
}
