using System.Runtime.CompilerServices;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>What the scripts of the pages keep to.</summary>
public sealed class PageScriptLaws
{
    private static readonly string Folder = Path.Combine(Here(), "..", "..", "..", "functions", "Features", "Pages", "wwwroot");

    // It keeps apart what frames of one tab remember, and bears a browser that denies storage.
    [Theory]
    [InlineData("sessionStorage")]
    [InlineData("localStorage")]
    public void StorageOfABrowser_IsNamedInOneScriptAlone(string storage) => Assert.Equal(["kit/storage.js"], ScriptsWith(storage));

    // One sheet in which something is done: its key is made when it opens, its errors stand beside the fields, what was typed is kept.
    [Fact]
    public void SheetOfAnAction_IsMadeInOneScriptAlone() => Assert.Equal(["kit/act.js"], ScriptsWith("function DoSheet("));

    private static IEnumerable<string> ScriptsWith(string text) => Directory.EnumerateFiles(Folder, "*.js", SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
