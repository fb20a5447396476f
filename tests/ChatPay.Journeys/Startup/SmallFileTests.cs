using System.Text;
using ChatPay.Local.Files;

namespace ChatPay.Journeys.Startup;

/// <summary>The small files of a platform that, as in the tests, does not wait for the disk.</summary>
public sealed class SmallFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-files-");

    [Fact]
    public void Write_OfAnyLength_LeavesJustThat()
    {
        var file = Path.Combine(_folder.FullName, "clock.txt");

        // New, of the same length, longer, shorter, more than a page, and the same length again.
        foreach (var content in new[] { "noon", "dusk", "midnight", "", "a", new string('x', 5000), new string('y', 5000) })
        {
            SmallFile.Write(file, Encoding.ASCII.GetBytes(content));
            Assert.Equal(content, File.ReadAllText(file));
        }

        Assert.Equal([file], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Write_WhileItIsRead_KeepsNeitherFromIt()
    {
        var file = Path.Combine(_folder.FullName, "clock.txt");
        SmallFile.Write(file, "noon"u8);
        using (var reader = File.OpenRead(file))
            SmallFile.Write(file, "dusk"u8);

        Assert.Equal("dusk", File.ReadAllText(file));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
