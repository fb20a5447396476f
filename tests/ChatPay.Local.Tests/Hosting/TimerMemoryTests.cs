using ChatPay.Local.Hosting;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>The file that stores timer schedules.</summary>
public sealed class TimerMemoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-timers-");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"Sweep\":")]
    [InlineData("{\"Sweep\":null}")]
    [InlineData("{\"Sweep\":{\"Last\":\"noon\"}}")]
    [InlineData("\0\0\0\0")]
    public void Start_OnADamagedFile_SaysSoAndLeavesIt(string content)
    {
        File.WriteAllText(MemoryFile, content);

        var told = Assert.Throws<PlatformException>(() => new TimerMemory(MemoryFile));

        Assert.Contains($"{MemoryFile} is damaged: delete it, or start with --fresh.", told.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(MemoryFile));
    }

    [Fact]
    public void Start_OnAFolderInItsPlace_SaysSo()
    {
        Directory.CreateDirectory(MemoryFile);

        Assert.Contains(MemoryFile, Assert.Throws<PlatformException>(() => new TimerMemory(MemoryFile)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string MemoryFile => Path.Combine(_folder.FullName, "timers.json");
}
