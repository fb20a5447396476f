using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>The app of this build without a host: it says how to get one.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class AppAloneTests
{
    [Fact]
    public async Task App_RunWithoutThePlatform_SaysHowToRunIt()
    {
        await using var app = LocalProgram.Start([], Path.Combine(LocalProgram.BuildFolder, "ChatPay.Functions.dll"));

        OneSentence.Check((await app.EndAsync(), app.Output, app.Errors), "dotnet run --project infra/local");
    }

    [Fact]
    public async Task Project_RunWithoutThePlatform_SaysHowToRunIt()
    {
        await using var run = LocalProgram.StartDotnet(Programs.Repository, "run", "--project", "functions", "--no-build");

        Assert.Equal(1, await run.EndAsync());
        Assert.Contains(
            "error CHATPAY001: The app runs in a Functions host: use 'dotnet run --project infra/local'",
            run.Output + run.Errors,
            StringComparison.Ordinal);
    }
}
