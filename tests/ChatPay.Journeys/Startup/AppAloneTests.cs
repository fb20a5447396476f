using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>The app of this build without the platform: it does not run, and is not published.</summary>
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
    public async Task App_PublishedWithTheLocalSdk_IsRefused()
    {
        await using var publish = LocalProgram.StartDotnet(
            Programs.Repository, "msbuild", "functions", "-t:Publish", "-p:NoBuild=true", "-nologo", "-nodeReuse:false", "-v:q");

        Assert.Equal(1, await publish.EndAsync());
        var error = Assert.Single(publish.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("error CHATPAY001: A build with AzureSdk=Local has no place on Azure", error, StringComparison.Ordinal);
        Assert.Contains("dotnet publish functions -p:AzureSdk=Official", error, StringComparison.Ordinal);
    }
}
