using System.Runtime.CompilerServices;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>What the scripts of the pages keep to.</summary>
public sealed class PageScriptLaws
{
    private static readonly string Folder = Path.Combine(Here(), "..", "..", "..", "functions", "Features", "Pages", "wwwroot");

    // It keeps apart what frames of one tab remember, and bears a browser that denies storage.
    [Fact]
    public void StorageOfATab_IsNamedInOneScriptAlone() => Assert.Equal(
        ["kit/storage.js"],
        Directory.EnumerateFiles(Folder, "*.js", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("sessionStorage", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
