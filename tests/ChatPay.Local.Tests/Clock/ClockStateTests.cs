using ChatPay.Local.Clock;

namespace ChatPay.Local.Tests.Clock;

/// <summary>The file that stores the clock's time.</summary>
public sealed class ClockStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-clock-");

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-01T00:00:00.0000000+00:00\n")]
    [InlineData("2026-01-01T00:00:00.0000000+00:00\nnoon\n1\n")]
    [InlineData("2026-01-01T00:00:00.0000000+00:00\n2026-01-01T00:00:00.0000000+00:00\nfast\n")]
    [InlineData("2026-01-01T00:00:00.0000000+00:00\n2026-01-01T00:00:00.0000000+00:00\nNaN\n")]
    [InlineData("2026-01-01T00:00:00.0000000+00:00\n2026-01-01T00:00:00.0000000+00:00\n-1\n")]
    [InlineData("2026-01-01T00:00:00.0000000+00:00\n2026-01-01T00:00:00.0000000+00:00\n1e300\n")]
    [InlineData("\0\0\0\0")]
    public void Start_OnADamagedFile_SaysSoAndLeavesIt(string content)
    {
        File.WriteAllText(StateFile, content);

        var told = Assert.Throws<PlatformException>(() => new LocalClock(new LocalClockOptions { StateFile = StateFile }));

        Assert.Contains($"{StateFile} is damaged: delete it, or start with --fresh.", told.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(StateFile));
    }

    [Fact]
    public void Start_OnAFolderInItsPlace_SaysSo()
    {
        Directory.CreateDirectory(StateFile);

        var told = Assert.Throws<PlatformException>(() => new LocalClock(new LocalClockOptions { StateFile = StateFile }));

        Assert.Contains(StateFile, told.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string StateFile => Path.Combine(_folder.FullName, "clock.txt");
}
