using System.Globalization;
using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>The clock of a running platform, moved from another terminal.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class ClockCommandTests
{
    [Fact]
    public async Task Clock_OfARunningPlatform_IsReadAndMoved()
    {
        await using var platform = await PlatformProcess.StartAsync();
        var start = await platform.NowAsync();

        var now = await LocalProgram.RunAsync("clock", "now", "--data", platform.DataFolder);
        Assert.Equal((0, ""), (now.ExitCode, now.Errors));
        Assert.Equal(start, TimeOf(now.Output), TimeSpan.FromMilliseconds(1));

        var moved = await LocalProgram.RunAsync("clock", "advance", "1d12h", "--port", $"{platform.Address.Port}");
        Assert.Equal((0, ""), (moved.ExitCode, moved.Errors));
        Assert.Equal(start.AddHours(36), await platform.NowAsync());
        Assert.Contains("1.12:00:00 later", moved.Output, StringComparison.Ordinal);

        // The payout sweep runs every two hours, the check for dead letters each hour.
        await LocalProgram.RunAsync("clock", "next", "--data", platform.DataFolder);
        Assert.InRange(await platform.NowAsync(), start.AddHours(36).AddTicks(1), start.AddHours(37));

        var to = start.AddDays(5);
        await LocalProgram.RunAsync(
            "clock",
            "advance",
            to.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            "--data",
            platform.DataFolder);
        Assert.Equal(to, await platform.NowAsync(), TimeSpan.FromSeconds(1));

        OneSentence.Check(await LocalProgram.RunAsync("clock", "advance", "2020-01-01", "--data", platform.DataFolder), "never goes back");
        Assert.Equal(to, await platform.NowAsync(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Clock_WhereNoPlatformRuns_SaysSo()
    {
        using var empty = new ScratchFolder();

        OneSentence.Check(await LocalProgram.RunAsync("clock", "now", "--data", empty.Path), "No platform runs on the data folder");
        OneSentence.Check(await LocalProgram.RunAsync("clock", "now", "--port", $"{FreePorts.Row(2)}"), "No platform answers at");
    }

    [Theory]
    [InlineData("'fast' is neither a duration", "clock", "advance", "fast")]
    [InlineData("'-3d' is neither a duration", "clock", "advance", "-3d")]
    [InlineData("'٣d' is neither a duration", "clock", "advance", "٣d")]
    [InlineData("advance needs a value", "clock", "advance")]
    [InlineData("Say what the clock is to do", "clock")]
    [InlineData("'demo' is one argument too many", "services", "demo")]
    public async Task Clock_AskedForNonsense_SaysWhatThereIs(string sentence, params string[] arguments) =>
        OneSentence.Check(await LocalProgram.RunAsync(arguments), sentence);

    private static DateTimeOffset TimeOf(string output) => DateTimeOffset.Parse(output.Split(' ')[0], CultureInfo.InvariantCulture);
}
