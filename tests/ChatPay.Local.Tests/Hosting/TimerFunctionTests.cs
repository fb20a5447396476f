using ChatPay.Local.Clock;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

public sealed class TimerFunctionTests
{
    private static readonly Dictionary<string, string?> Hourly = new() { ["SweepSchedule"] = "0 0 * * * *" };

    [Fact]
    public async Task Timer_WhenTheClockMoves_RunsAtEveryOccurrenceInOrder()
    {
        await using var host = await SampleHost.StartAsync<Timers>(o => o with { Settings = Hourly });

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Empty(host.Log);

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(121));
        Assert.Equal(["13:00:00 False", "14:00:00 False", "15:00:00 False"], host.Log);
    }

    [Fact]
    public async Task Timer_OfATimeSpan_RunsAfterEach()
    {
        await using var host = await SampleHost.StartAsync<Timers>(o =>
            o with
            {
                Settings = new Dictionary<string, string?> { ["SweepSchedule"] = "00:20:00" },
            });

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

        Assert.Equal(["12:20:00 False", "12:40:00 False", "13:00:00 False"], host.Log);
    }

    [Fact]
    public async Task Timer_WithTheMasterKey_RunsByHand()
    {
        await using var host = await SampleHost.StartAsync<Timers>(o => o with { Settings = Hourly });

        Assert.Equal(401, (await host.SendAsync("POST", "/admin/functions/Sweep", "function", "{}")).Status);
        Assert.Equal(404, (await host.SendAsync("POST", "/admin/functions/Nobody", "master", "{}")).Status);
        Assert.Equal(400, (await host.SendAsync("POST", "/admin/functions/Sweep", "master", "not json")).Status);
        Assert.Equal(202, (await host.SendAsync("POST", "/admin/functions/sweep", "master", "{}")).Status);
        await host.Clock.DrainAsync();

        Assert.Equal(["12:00:00 False"], host.Log);
    }

    [Fact]
    public async Task Timer_ThatFails_RunsAgainAtTheNextOccurrence()
    {
        await using var host = await SampleHost.StartAsync<Failing>();

        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["run", "run", "run"], host.Log);
    }

    [Fact]
    public async Task Timer_WhoseLastRunCannotBeWrittenDown_RunsOn()
    {
        var folder = Directory.CreateTempSubdirectory("chatpay-timers-");
        try
        {
            var file = Path.Combine(folder.FullName, "timers.json");
            Directory.CreateDirectory(file + ".next");
            await using var host = await SampleHost.StartAsync<Timers>(o => o with { Settings = Hourly, TimerFile = file });

            await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(121));

            Assert.Equal(["13:00:00 False", "14:00:00 False"], host.Log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Timer_MissedWhileTheHostWasDown_RunsOnceAsPastDue()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using (var first = await SampleHost.StartAsync<Timers>(o => o with { Settings = Hourly, TimerFile = file }))
                await first.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

            var later = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start.AddHours(5.5) });
            await using var second = await SampleHost.StartAsync<Timers>(o => o with { Settings = Hourly, TimerFile = file }, clock: later);
            await later.AdvanceAsync(TimeSpan.FromMinutes(31));

            Assert.Equal(["17:30:00 True", "18:00:00 False"], second.Log);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Timer_ThatIsNotMonitored_MakesNothingUpAndHasNoStatus()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using (var first = await SampleHost.StartAsync<Unmonitored>(o => o with { TimerFile = file }))
                await first.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

            var later = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start.AddHours(5.5) });
            await using var second = await SampleHost.StartAsync<Unmonitored>(o => o with { TimerFile = file }, clock: later);
            await later.AdvanceAsync(TimeSpan.FromMinutes(31));

            Assert.Equal(["18:00 no status"], second.Log);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("0 0 25 * * *")]
    [InlineData("every hour")]
    [InlineData("-00:05:00")]
    public async Task Host_WithABadSchedule_SaysWhich(string schedule)
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() =>
            SampleHost.StartAsync<Timers>(o => o with { Settings = new Dictionary<string, string?> { ["SweepSchedule"] = schedule } }));

        Assert.Contains("Sweep", refused.Message, StringComparison.Ordinal);
        Assert.Contains(schedule, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithoutASettingThatIsNamed_SaysWhich()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<Timers>());

        Assert.Contains("%SweepSchedule%", refused.Message, StringComparison.Ordinal);
    }

    internal sealed class Timers(List<string> log, TimeProvider time)
    {
        [Function("Sweep")]
        public async Task Sweep([TimerTrigger("%SweepSchedule%")] TimerInfo timer)
        {
            await Task.Yield();
            log.Add($"{time.GetUtcNow():HH:mm:ss} {timer.IsPastDue}");
        }
    }

    internal sealed class Unmonitored(List<string> log, TimeProvider time)
    {
        [Function("Unmonitored")]
        public void Run([TimerTrigger("0 0 * * * *", UseMonitor = false)] TimerInfo timer) =>
            log.Add($"{time.GetUtcNow():HH:mm} {(timer.ScheduleStatus is null ? "no status" : "status")}");
    }

    internal sealed class Failing(List<string> log)
    {
        [Function("Failing")]
        public void Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer)
        {
            log.Add("run");
            throw new InvalidOperationException("Not today.");
        }
    }
}
