using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>References to documents are not broken.</summary>
public sealed partial class DocumentLaws
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    private static readonly List<string> Files =
    [
        .. Directory
            .EnumerateFiles(
                Repository, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/'))
            .Where(file => !Made().IsMatch(file)),
    ];

    /// <summary>Comments once cited design documents that are not in the repository.</summary>
    [Fact]
    public void Document_ThatIsNamedAnywhere_IsInTheRepository()
    {
        var documents = Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)).Select(Path.GetFileName).ToHashSet();
        var missing = Files.Where(file => Text().IsMatch(file))
            .SelectMany(file => Named().Matches(File.ReadAllText(Path.Combine(Repository, file)))
                .Where(named => !documents.Contains(Path.GetFileName(named.Value)))
                .Select(named => $"{file} names {named.Value}"));

        Assert.NotEmpty(documents);
        Assert.Empty(missing);
    }

    /// <summary>The example in CONTRIBUTING.md equals the app's code.</summary>
    [Fact]
    public void Example_OfAUseCase_IsThatOfTheCode()
    {
        var source = File.ReadAllText(Path.Combine(Repository, "functions", "Features", "Shipping", "ConfirmDelivery.cs"));
        var shown = source[source.IndexOf("/// <summary>", StringComparison.Ordinal)..];

        Assert.Contains($"```csharp\n{shown}```", File.ReadAllText(Path.Combine(Repository, "CONTRIBUTING.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Link_OfADocument_LeadsToAFileOrFolder() => Assert.Empty(Files
        .Where(file => file.EndsWith(".md", StringComparison.Ordinal))
        .SelectMany(file => Link().Matches(File.ReadAllText(Path.Combine(Repository, file)))
            .Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Repository, Path.GetDirectoryName(file)!, target)))
            .Select(target => $"{file} links to {target}")));

    /// <summary>Records are cited by number, and two concurrent changes once used the same one.</summary>
    [Fact]
    public void Decision_Each_HasANumberOfItsOwnWhichItsHeadingSays()
    {
        var records = Files.Where(file => file.StartsWith("infra/decisions/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select((file, index) => (file, Number: index + 1)).ToList();

        Assert.NotEmpty(records);
        Assert.All(records, record =>
        {
            Assert.StartsWith($"infra/decisions/{record.Number:D4}-", record.file, StringComparison.Ordinal);
            var heading = File.ReadLines(Path.Combine(Repository, record.file)).First();
            Assert.StartsWith($"# {record.Number}. ", heading, StringComparison.Ordinal);
        });
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"(^|/)(\.git|bin|obj|node_modules|\.chatpay|Generated|TestResults)(/|$)")]
    private static partial Regex Made();

    [GeneratedRegex(@"\.(cs|md|json|bicep|props|targets|csproj|http|yml|yaml)$|^\.ci/")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b[\w./-]+\.md\b")]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
