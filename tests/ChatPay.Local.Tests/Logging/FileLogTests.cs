using ChatPay.Local.Clock;
using ChatPay.Local.Logging;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Tests.Logging;

/// <summary>The app's log on a full disk, and after a long time.</summary>
public sealed class FileLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-log-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0 });

    [Fact]
    public void Log_OnAFullDisk_LeavesOutWhatDoesNotFitAndThrowsNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        var log = new FileLog("/dev/full", _clock);

        for (var i = 0; i < 1000; i++)
            log.CreateLogger("test").LogError(new InvalidOperationException("on purpose"), "entry {Number}", i);

        log.Dispose();
    }

    [Fact]
    public void Log_ThatGrows_IsBounded()
    {
        const int Largest = 10_000;
        using (var log = new FileLog(LogFile, _clock, Largest))
        {
            for (var i = 0; i < 1000; i++)
                log.CreateLogger("test").LogInformation("entry {Number}", i);
        }

        var files = _folder.GetFiles();
        Assert.Equal(["chatpay.log", "chatpay.log.1"], files.Select(file => file.Name).Order());
        Assert.All(files, file => Assert.InRange(file.Length, 1, Largest + 200));
        Assert.EndsWith("entry 999", File.ReadAllLines(LogFile)[^1], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private string LogFile => Path.Combine(_folder.FullName, "chatpay.log");
}
