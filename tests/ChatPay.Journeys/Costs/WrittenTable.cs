using System.Runtime.CompilerServices;

namespace ChatPay.Journeys.Costs;

/// <summary>A table at the end of a file in this folder, which must equal the measured one.</summary>
internal static class WrittenTable
{
    /// <summary>Prints the table and compares it with the one in the file. The up-to-date file is written beside the tests.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="found">The table; its first cell is empty.</param>
    /// <param name="here">The path of the calling file; filled in by the compiler.</param>
    public static void MustBe(string file, string found, [CallerFilePath] string here = "")
    {
        var written = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, file));
        var begin = written.IndexOf("| |", StringComparison.Ordinal);
        var expected = written[begin..];
        var next = Path.Combine(AppContext.BaseDirectory, file);
        File.WriteAllText(next, written[..begin] + found);
        TestContext.Current.TestOutputHelper?.WriteLine(found);
        Assert.True(
            expected == found,
            $"What it costs has changed. If it is meant to, put {next} in the place of {file}.\n{Differences(expected, found)}");
    }

    private static string Differences(string expected, string found)
    {
        var (before, after) = (expected.Split('\n'), found.Split('\n'));
        return string.Join('\n', before.Except(after).Select(l => "- " + l).Concat(after.Except(before).Select(l => "+ " + l)));
    }
}
