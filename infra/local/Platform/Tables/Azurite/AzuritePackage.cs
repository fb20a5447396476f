namespace ChatPay.Local.Tables.Azurite;

/// <summary>Where npm has put Azurite: <c>tests/azurite</c> of this repository, which pins its version.</summary>
public static class AzuritePackage
{
    /// <summary>What to do when it is not there.</summary>
    public const string HowToInstall = "Azurite is not installed: run 'npm ci' in tests/azurite (it needs Node.js)";

    private static readonly string Sources = Path.Combine("tests", "azurite", "node_modules", "azurite", "dist", "src");

    /// <summary>The script that starts its table service; null when it is not installed. Looked for above the program and above
    /// the current folder.</summary>
    public static string? Find() => Above(Path.Combine("table", "main.js"));

    /// <summary>The script that starts its blobs, queues and tables together; null when it is not installed.</summary>
    public static string? FindAllServices() => Above("azurite.js");

    private static string? Above(string script) => new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }
        .SelectMany(FoldersAbove)
        .Select(folder => Path.Combine(folder, Sources, script))
        .FirstOrDefault(File.Exists);

    private static IEnumerable<string> FoldersAbove(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
