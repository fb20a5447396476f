using ChatPay.Journeys.Crash;
using ChatPay.Journeys.Platform;
using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Access;

/// <summary>Routing ignores letter case and a slash at the end, so a path has many spellings: nothing is decided by them.</summary>
public sealed class PathSpellingTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private LocalPlatform _platform = null!;

    public async ValueTask InitializeAsync() => _platform = await LocalPlatform.StartAsync(new LocalPlatformOptions
    {
        DataFolder = _folder.Path,
        Port = 0,
        TablePort = 0,
        TimeScale = 0,
        Settings = new Dictionary<string, string?> { ["RateLimits__MessagesPerConversation"] = "5" },
    });

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_RepeatedInAnotherSpelling_GetsItsFirstResponseAndWritesNothing()
    {
        using var sale = new Sale(_platform, "repeat");
        await sale.SignUpAsync();
        await sale.TalkAsync();
        var path = $"conversations/{sale.ConversationId}/payment-requests";
        var order = Sale.Must(await sale.Seller.PostAsync(path, Sale.TwoMugs(), "request-1"), 201)["id"];
        await _platform.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        var before = await Rows.PictureAsync(_platform);
        foreach (var spelling in new[] { path.Replace("conv", "CONV", StringComparison.Ordinal), path + "/", path + "?" })
            Assert.Equal(order, Sale.Must(await sale.Seller.PostAsync(spelling, Sale.TwoMugs(), "request-1"), 201)["id"]);
        Assert.Equal(before, await Rows.PictureAsync(_platform));
    }

    [Fact]
    public async Task Audit_OfASellersCall_IsFoundUnderTheSellerHoweverItIsSpelled()
    {
        using var sale = new Sale(_platform, "audit");
        await sale.SignUpAsync();
        Sale.Must(await sale.Seller.PostAsync("Sellers/Me/Terms-Acceptance/", new { version = "2026-01" }), 200);

        var trail = Sale.Must(await sale.Operator.GetAsync($"ops/audit?subject={sale.SellerId}&actor={sale.SellerId}"), 200).Body;
        Assert.Equal("AcceptTerms", trail.GetProperty("items")[0].GetProperty("action").GetString());
        Assert.Equal(2, trail.GetProperty("items").EnumerateArray().Count(e => e.GetProperty("action").GetString() == "AcceptTerms"));
    }
}
