namespace ChatPay.Local.Tables.Azurite;

/// <summary>Finds Azurite as installed by npm: in <c>tests/azurite</c> of this repository, which pins its version.</summary>
public static class AzuritePackage
{
    /// <summary>The error message when it is not installed.</summary>
    public const string HowToInstall = "Azurite is not installed: run 'npm ci' in tests/azurite (it needs Node.js)";

    private static readonly string Sources = Path.Combine("tests", "azurite", "node_modules", "azurite", "dist", "src");

    /// <summary>Finds the script that starts the table service, above the program and the current folder; null when it is not
    /// installed.</summary>
    public static string? Find() => Above(Path.Combine("table", "main.js"));

    /// <summary>Finds the script that starts blobs, queues and tables together; null when it is not installed.</summary>
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
