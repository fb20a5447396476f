using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Lines end at 140 columns, as .editorconfig says; no analyzer holds them to it.</summary>
public sealed partial class ColumnLaws
{
    private const int Limit = 140;

    [Fact]
    public void Line_OfTheCode_IsNoLongerThanItsLimit() => Assert.Equal(
        "",
        string.Join('\n', new[] { "functions", "infra", "tests" }.SelectMany(Sources).SelectMany(LongLines)));

    [Fact]
    public void Line_OfAPage_IsNoLongerThanItsLimit() => Assert.Equal(
        "",
        string.Join(
            '\n',
            from file in Files("functions", "*.js", "*.css").Concat(Files("infra", "*.js", "*.css"))
            where !file.Contains($"{Path.DirectorySeparatorChar}vendor{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from line in File.ReadLines(file).Select((line, index) => (line.Length, Number: index + 1))
            where line.Length > Limit
            select $"{Path.GetRelativePath(Root(), file)}({line.Number}): {line.Length} columns"));

    private static IEnumerable<string> Sources(string folder) => Files(folder, "*.cs");

    private static IEnumerable<string> Files(string folder, params string[] patterns) =>
        patterns.SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(Root(), folder), pattern, SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(Root(), file).Split(Path.DirectorySeparatorChar)
                .Intersect(["obj", "bin", "node_modules"]).Any());

    private static IEnumerable<string> LongLines(string file)
    {
        var isRaw = false;
        foreach (var (line, number) in File.ReadLines(file).Select((line, index) => (line, index + 1)))
        {
            var opens = Raw().Count(line) % 2 == 1;
            if (!isRaw && line.Length > Limit && !IsText(line))
                yield return $"{Path.GetRelativePath(Root(), file)}({number}): {line.Length} columns";
            isRaw ^= opens;
        }
    }

    // A line that is mostly a text, such as an address or a document, may be longer.
    private static bool IsText(string line) => Raw().IsMatch(line) || Text().Match(line).Length * 2 > line.Length;

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    [GeneratedRegex("\"\"\"")]
    private static partial Regex Raw();

    [GeneratedRegex("\".*\"")]
    private static partial Regex Text();
}
