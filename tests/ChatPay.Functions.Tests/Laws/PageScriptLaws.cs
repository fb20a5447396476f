using System.Runtime.CompilerServices;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Rules for the scripts of the pages.</summary>
public sealed class PageScriptLaws
{
    private static readonly string Folder = Path.Combine(Here(), "..", "..", "..", "functions", "Features", "Pages", "wwwroot");

    // That script separates the frames of one tab, and copes with a browser that denies storage.
    [Theory]
    [InlineData("sessionStorage")]
    [InlineData("localStorage")]
    public void StorageOfABrowser_IsNamedInOneScriptAlone(string storage) => Assert.Equal(["kit/storage.js"], ScriptsWith(storage));

    // One sheet for all actions: it creates the key when it opens, shows errors beside the fields, and keeps what was typed.
    [Fact]
    public void SheetOfAnAction_IsMadeInOneScriptAlone() => Assert.Equal(["kit/act.js"], ScriptsWith("function DoSheet("));

    private static IEnumerable<string> ScriptsWith(string text) => Directory.EnumerateFiles(Folder, "*.js", SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
