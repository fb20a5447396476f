using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Access;

/// <summary>Routing ignores letter case and a slash at the end, so a path has many spellings: nothing is decided by them.</summary>
public sealed class PathSpellingTests() : PlatformOfItsOwn(
    new Dictionary<string, string?> { ["RateLimits__MessagesPerConversation"] = "5" })
{
    [Fact]
    public async Task Request_RepeatedInAnotherSpelling_GetsItsFirstResponseAndWritesNothing()
    {
        using var sale = new Sale(Local, "repeat");
        await sale.SignUpAsync();
        await sale.TalkAsync();
        var path = $"conversations/{sale.ConversationId}/payment-requests";
        var order = Sale.Must(await sale.Seller.PostAsync(path, Sale.TwoMugs(), "request-1"), 201)["id"];
        await Local.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        var before = await Rows.PictureAsync(Local);
        foreach (var spelling in new[] { path.Replace("conv", "CONV", StringComparison.Ordinal), path + "/", path + "?" })
            Assert.Equal(order, Sale.Must(await sale.Seller.PostAsync(spelling, Sale.TwoMugs(), "request-1"), 201)["id"]);
        Assert.Equal(before, await Rows.PictureAsync(Local));
    }

    [Fact]
    public async Task Audit_OfASellersCall_IsFoundUnderTheSellerHoweverItIsSpelled()
    {
        using var sale = new Sale(Local, "audit");
        await sale.SignUpAsync();
        Sale.Must(await sale.Seller.PostAsync("Sellers/Me/Terms-Acceptance/", new { version = "2026-01" }), 200);

        var trail = Sale.Must(await sale.Operator.GetAsync($"ops/audit?subject={sale.SellerId}&actor={sale.SellerId}"), 200).Body;
        Assert.Equal("AcceptTerms", trail.GetProperty("items")[0].GetProperty("action").GetString());
        Assert.Equal(2, trail.GetProperty("items").EnumerateArray().Count(e => e.GetProperty("action").GetString() == "AcceptTerms"));
    }
}
