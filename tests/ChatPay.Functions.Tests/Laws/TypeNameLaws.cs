using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>
/// A type name is unique across the app and everything around it, so that a search finds what was meant. Nested types do not count,
/// because their name is read with the outer one's, such as the <c>Request</c> of each use case.
/// </summary>
public sealed partial class TypeNameLaws
{
    [Fact]
    public void Type_OfTheCode_HasANameOfItsOwn() => Assert.Equal(
        "",
        string.Join(
            '\n',
            new[] { "functions", "infra" }.SelectMany(Sources)
                .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(type => (Name: type.Groups[1].Value, File: file)))
                .GroupBy(type => type.Name, type => Path.GetRelativePath(Root(), type.File))
                // The parts of a partial class are in one folder.
                .Where(files => files.Select(Path.GetDirectoryName).Distinct().Count() > 1)
                .Select(files => $"{files.Key}: {string.Join(", ", files)}")));

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root(), file).Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any());

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    // Namespaces are file-scoped, so only top-level declarations start at the beginning of a line.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref) +)*"
            + @"(?:class|struct|interface|enum|record(?: +struct| +class)?|delegate +\S+) +(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
