using ChatPay.Local.Clock;

namespace ChatPay.Local.Tests.Clock;

/// <summary>The clock when the machine fails it: a full disk, a callback that throws, a machine's clock that is set back.</summary>
public sealed class ClockTroubleTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-clock-");
    private readonly List<string> _reports = [];
    private readonly List<string> _fired = [];

    [Fact]
    public async Task Advance_WhileTheFileCannotBeWritten_FiresAllTimersAndEndsAndIsKeptLater()
    {
        using var clock = Open();
        Fill();
        using var first = clock.CreateTimer(_ => _fired.Add("first"), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        using var second = clock.CreateTimer(_ => _fired.Add("second"), null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);

        await clock.AdvanceAsync(TimeSpan.FromHours(1));
        await clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["first", "second"], _fired);
        Assert.Contains($"The clock's file {StateFile} cannot be written (", Assert.Single(_reports), StringComparison.Ordinal);
        MakeRoom();
        await clock.AdvanceAsync(TimeSpan.FromHours(1));
        using var again = Open();
        Assert.Equal(Start.AddHours(3), again.GetUtcNow());
    }

    [Fact]
    public async Task Advance_WithACallbackThatThrows_ReportsItAndFiresTheOthers()
    {
        using var clock = Open();
        using var bad = clock.CreateTimer(
            _ => throw new InvalidOperationException("on purpose"),
            null,
            TimeSpan.FromHours(1),
            Timeout.InfiniteTimeSpan);
        using var good = clock.CreateTimer(_ => _fired.Add("good"), null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);

        await clock.AdvanceAsync(TimeSpan.FromHours(3));

        Assert.Equal(["good"], _fired);
        Assert.Contains("on purpose", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Running_WhenTheMachinesClockIsSetBack_GoesOn()
    {
        var machine = new SetBack();
        using var clock = new LocalClock(new LocalClockOptions { Start = Start, Machine = machine });
        machine.Pass(TimeSpan.FromMinutes(10));
        machine.Wall = Start.AddHours(-5);

        Assert.Equal(Start.AddMinutes(10), clock.GetUtcNow());
        machine.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Start.AddMinutes(11), clock.GetUtcNow());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string StateFile => Path.Combine(_folder.FullName, "clock.txt");

    private LocalClock Open() => new(new LocalClockOptions { TimeScale = 0, Start = Start, StateFile = StateFile, Report = _reports.Add });

    // On Linux every write to /dev/full fails with a full disk; elsewhere a folder at the file's path makes writes fail.
    private void Fill()
    {
        if (OperatingSystem.IsLinux())
            File.CreateSymbolicLink(StateFile + ".next", "/dev/full");
        else
            Directory.CreateDirectory(StateFile + ".next");
    }

    private void MakeRoom()
    {
        if (OperatingSystem.IsLinux())
            File.Delete(StateFile + ".next");
        else
            Directory.Delete(StateFile + ".next");
    }

    /// <summary>A machine whose clock and stopwatch are independent.</summary>
    private sealed class SetBack : TimeProvider
    {
        private TimeSpan _passed;

        public DateTimeOffset Wall { get; set; } = Start;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _passed += time;
            Wall += time;
        }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
