using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>
/// A name means one type in the app and in all that is built around it: what a search finds is what was meant. A type inside another one
/// is not counted, because its name is read with the outer one's, such as the <c>Request</c> of each use case.
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
                // The parts of a partial class lie beside each other.
                .Where(files => files.Select(Path.GetDirectoryName).Distinct().Count() > 1)
                .Select(files => $"{files.Key}: {string.Join(", ", files)}")));

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root(), file).Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any());

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    // Namespaces are file-scoped, so what is not nested begins its line.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref) +)*"
            + @"(?:class|struct|interface|enum|record(?: +struct| +class)?|delegate +\S+) +(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
