using ChatPay.Local.Web;

namespace ChatPay.Local.Tests.Vault;

/// <summary>Injected throttling and other failures, and how the official client handles them.</summary>
public sealed class FaultTests : VaultTest
{
    [Fact]
    public async Task Throttled_Request_IsTriedAgainWhenTheClockHasPassedRetryAfter()
    {
        Vault.Faults.Next("set", Fault.TooManyRequests);
        var began = Clock.GetUtcNow();

        var set = SetAsync();
        await Clock.DrainAsync(Cancelled);
        var due = Clock.NextDue;
        Assert.False(set.IsCompleted);
        await Clock.AdvanceToNextTimerAsync(Cancelled);
        await set;

        Assert.Equal(TimeSpan.FromSeconds(10), due - began);
        Assert.Equal("one", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
    }

    [Fact]
    public async Task Throttled_MoreOftenThanTheClientTries_IsTheCallersFailure()
    {
        Vault.Faults.Next("set", Fault.TooManyRequests, times: 4);

        var set = SetAsync();
        for (var i = 0; i < 3; i++)
            await Clock.AdvanceToNextTimerAsync(Cancelled);

        Assert.Equal((429, "Throttled", null), await RefusedAsync(() => set));
        Assert.Equal(404, (await RefusedAsync(() => Client.GetSecretAsync("key", cancellationToken: Cancelled))).Status);
    }

    [Fact]
    public async Task RequestLimit_Reached_ThrottlesUntilTheWindowIsOver()
    {
        await RestartAsync(options => options with { RequestLimit = 2 });
        await SendAsync("GET", "secrets?api-version=7.6");
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(4), Cancelled);
        await SendAsync("GET", "secrets?api-version=7.6");

        var (throttled, body) = await SendAsync("GET", "secrets?api-version=7.6");
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(6), Cancelled);
        var (after, _) = await SendAsync("GET", "secrets?api-version=7.6");

        Assert.Equal((429, "6"), ((int)throttled.StatusCode, throttled.Headers.GetValues("Retry-After").Single()));
        Assert.Equal("Throttled", (string?)body!["error"]!["code"]);
        Assert.Equal(200, (int)after.StatusCode);
    }

    [Theory]
    [InlineData("TooManyRequests", 429, "Throttled")]
    [InlineData("Error500", 500, "InternalServerError")]
    [InlineData("Error503", 503, "ServiceUnavailable")]
    [InlineData("InProgress", 409, "Conflict")]
    [InlineData("Unauthenticated", 401, "Unauthorized")]
    public async Task Fault_AskedForOverHttp_MeetsOneRequestAndLeavesTheSecretAlone(string fault, int status, string code)
    {
        await Client.SetSecretAsync("key", "one", Cancelled);

        await SendAsync("POST", "simulator/faults", $$"""{"operation":"delete","fault":"{{fault}}"}""", withToken: false);
        var (response, body) = await SendAsync("DELETE", "secrets/key?api-version=7.6");

        Assert.Equal((status, code), ((int)response.StatusCode, (string?)body!["error"]!["code"]));
        Assert.Equal("one", (await Client.GetSecretAsync("key", cancellationToken: Cancelled)).Value.Value);
        Assert.Equal(200, (int)(await SendAsync("DELETE", "secrets/key?api-version=7.6")).Response.StatusCode);
    }

    [Fact]
    public async Task Answer_LostAfterASet_LeavesTwoVersionsOnceTheClientTriesAgain()
    {
        Vault.Faults.Next("set", Fault.TimeOutAfterSuccess);

        var set = SetAsync();
        await Clock.DrainAsync(Cancelled);
        await Clock.AdvanceAsync(Faults.Hold, Cancelled);
        await Clock.AdvanceToNextTimerAsync(Cancelled);
        await set;

        Assert.Equal(2, await Client.GetPropertiesOfSecretVersionsAsync("key", Cancelled).CountAsync(Cancelled));
    }

    [Theory]
    [InlineData("""{"operation":"set"}""")]
    [InlineData("""{"operation":"set","fault":"Rain"}""")]
    [InlineData("null")]
    [InlineData("not json")]
    public async Task Fault_ThatIsNone_IsRefused(string body)
    {
        var (response, _) = await SendAsync("POST", "simulator/faults", body, withToken: false);

        Assert.Equal(400, (int)response.StatusCode);
    }

    /// <summary>A set tracked as work, so that the clock moves only while the client merely waits.</summary>
    private async Task SetAsync()
    {
        using var work = Clock.Working("the client");
        await Client.SetSecretAsync("key", "one", Cancelled);
    }
}
