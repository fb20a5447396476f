using System.Diagnostics;
using ChatPay.Local.Clock;

namespace ChatPay.Local.Tests.Clock;

public sealed class LocalClockTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-clock-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0, Start = Start });
    private readonly List<string> _fired = [];

    [Fact]
    public async Task Advance_FiresTimersByDueTimeThenCreation()
    {
        using var late = At(TimeSpan.FromHours(3), "late");
        using var first = At(TimeSpan.FromHours(1), "first");
        using var second = At(TimeSpan.FromHours(1), "second");
        using var beyond = At(TimeSpan.FromHours(5), "beyond");

        await _clock.AdvanceAsync(TimeSpan.FromHours(4));

        Assert.Equal(["first 01:00", "second 01:00", "late 03:00"], _fired);
        Assert.Equal(Start.AddHours(4), _clock.GetUtcNow());
        Assert.Equal(Start.AddHours(5), _clock.NextDue);
    }

    [Fact]
    public async Task Advance_FiveDays_FiresTimersSetByTimersInUnderASecond()
    {
        var ticks = 0;
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                ticks++;
                timer!.Change(TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
            },
            null, TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        var watch = Stopwatch.StartNew();

        await _clock.AdvanceAsync(TimeSpan.FromDays(5));

        timer.Dispose();
        Assert.Equal(5 * 24 * 12, ticks);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Advance_WaitsForWorkThatATimerBegan_BeforeTheNextFires()
    {
        var done = new TaskCompletionSource();
        using var first = _clock.CreateTimer(
            _ =>
            {
                var work = _clock.Working("the first timer's work");
                _ = Task.Run(async () =>
                {
                    await done.Task;
                    lock (_fired) _fired.Add("work");
                    work.Dispose();
                });
            },
            null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        using var second = At(TimeSpan.FromHours(2), "second");

        var advance = _clock.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.False(advance.IsCompleted);
        Assert.Equal(Start.AddHours(1), _clock.GetUtcNow());
        done.SetResult();
        await advance;

        Assert.Equal(["work", "second 02:00"], _fired);
    }

    [Fact]
    public async Task Drain_WithWorkUnderWay_CompletesWhenItEnds()
    {
        var work = _clock.Working("something");

        var drained = _clock.DrainAsync();
        Assert.False(drained.IsCompleted);
        work.Dispose();

        await drained;
    }

    [Fact]
    public async Task Drain_WithNothingUnderWay_CompletesAtOnce()
    {
        var drained = _clock.DrainAsync();

        Assert.True(drained.IsCompletedSuccessfully);
        await drained;
    }

    [Fact]
    public async Task Advance_OverWorkThatWaitsForTheClock_LetsItGoOn()
    {
        var ended = default(DateTimeOffset);
        var work = Task.Run(async () =>
        {
            using (_clock.Working("a handler that backs off"))
            {
                await Task.Delay(TimeSpan.FromMinutes(10), _clock);
                await Task.Delay(TimeSpan.FromMinutes(20), _clock);
                ended = _clock.GetUtcNow();
            }
        });
        await UntilTimerIsSet();

        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        await work;
        Assert.Equal(Start.AddMinutes(30), ended);
    }

    [Fact]
    public async Task Advance_OverATimeOut_CancelsWhatWaitsForIt()
    {
        var work = Task.Run(async () =>
        {
            using (_clock.Working("a request without an answer"))
            using (var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30), _clock))
                await Task.Delay(Timeout.InfiniteTimeSpan, _clock, timeout.Token);
        });
        await UntilTimerIsSet();

        await _clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        await _clock.DrainAsync();
    }

    [Fact]
    public async Task Advance_FromManyAtOnce_AddsUp()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _clock.AdvanceAsync(TimeSpan.FromHours(1))));

        Assert.Equal(Start.AddHours(10), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Advance_Backwards_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _clock.AdvanceAsync(TimeSpan.FromTicks(-1)));

    [Fact]
    public async Task AdvanceToNextTimer_GoesThereAndNoFurther()
    {
        using var timer = At(TimeSpan.FromDays(2), "timer");

        Assert.Equal(TimeSpan.FromDays(2), await _clock.AdvanceToNextTimerAsync());
        Assert.Equal(TimeSpan.Zero, await _clock.AdvanceToNextTimerAsync());
        Assert.Equal(["timer 00:00"], _fired);
    }

    [Fact]
    public async Task PeriodicTimer_FiresOncePerPeriod_UntilDisposed()
    {
        var timer = _clock.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await _clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        timer.Dispose();
        await _clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(10, _fired.Count);
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Assert.Null(_clock.NextDue);
    }

    [Fact]
    public void Frozen_Clock_StandsStill()
    {
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 5)
        {
        }

        Assert.Equal(Start, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Running_Clock_FiresByItselfAtItsOwnPace()
    {
        using var fast = new LocalClock(new LocalClockOptions { Start = Start, TimeScale = 36_000 });
        var fired = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = fast.CreateTimer(
            _ => fired.TrySetResult(fast.GetUtcNow()),
            null,
            TimeSpan.FromHours(1),
            Timeout.InfiniteTimeSpan);

        var at = await fired.Task;

        Assert.True(at >= Start.AddHours(1));
    }

    [Fact]
    public async Task Running_Clock_CanStillBeAdvanced()
    {
        using var running = new LocalClock(new LocalClockOptions { Start = Start });
        using var timer = running.CreateTimer(_ => _fired.Add("timer"), null, TimeSpan.FromDays(5), Timeout.InfiniteTimeSpan);

        await running.AdvanceAsync(TimeSpan.FromDays(5));

        Assert.Equal(["timer"], _fired);
        Assert.InRange(running.GetUtcNow(), Start.AddDays(5), Start.AddDays(6));
    }

    [Fact]
    public async Task Restart_NeverGoesBack_WhenItsFileTookLongToWrite()
    {
        var machine = new SlowMachine { Step = TimeSpan.FromMilliseconds(10) };
        var file = Path.Combine(_folder.FullName, "clock.txt");
        using var killed = new LocalClock(new LocalClockOptions { Start = Start, StateFile = file, TimeScale = 1000, Machine = machine });
        await killed.AdvanceAsync(TimeSpan.FromDays(3));
        machine.Step = TimeSpan.FromMilliseconds(1);
        var last = killed.GetUtcNow();

        using var again = new LocalClock(new LocalClockOptions { StateFile = file, TimeScale = 0, Machine = machine });

        Assert.True(again.GetUtcNow() >= last, $"{again} is before {last:O}");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1000, 0)]
    [InlineData(1000, 1)]
    public async Task Restart_NeverGoesBack_WhateverThePaceWasOrIs(double before, double after)
    {
        var file = Path.Combine(_folder.FullName, "clock.txt");
        var killed = new LocalClock(new LocalClockOptions { Start = Start, StateFile = file, TimeScale = before });
        await killed.AdvanceAsync(TimeSpan.FromDays(3));
        var last = killed.GetUtcNow();

        using var again = new LocalClock(new LocalClockOptions { StateFile = file, TimeScale = after });

        Assert.True(again.GetUtcNow() >= last, $"{again} is before {last:O}");
        killed.Dispose();
    }

    [Fact]
    public void Start_OnADamagedFile_SaysSo()
    {
        var file = Path.Combine(_folder.FullName, "clock.txt");
        File.WriteAllText(file, "noon");

        var told = Assert.Throws<PlatformException>(() => new LocalClock(new LocalClockOptions { StateFile = file }));

        Assert.Contains(file, told.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private ITimer At(TimeSpan due, string name) => _clock.CreateTimer(
        _ => { lock (_fired) _fired.Add($"{name} {_clock.GetUtcNow():HH:mm}"); }, null, due, Timeout.InfiniteTimeSpan);

    private async Task UntilTimerIsSet()
    {
        while (_clock.NextDue is null)
            await Task.Yield();
    }

    /// <summary>A machine so busy that time passes between any two looks at its clock.</summary>
    private sealed class SlowMachine : TimeProvider
    {
        private DateTimeOffset _now = Start;

        public TimeSpan Step { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now += Step;

        public override long GetTimestamp() => GetUtcNow().UtcTicks;
    }
}
