using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The files of the pages: scripts, styles, words. They are embedded in the assembly. Their URLs include a hash of all of
/// them, so that each may be cached for a year, and a page never mixes two versions.</summary>
internal static class PageFiles
{
    private const string Prefix = "pages/";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain",
    }.ToFrozenDictionary();

    // Resource names depend on the system that builds: on Windows they have backslashes.
    private static readonly SortedDictionary<string, string> Resources = new(
        typeof(PageFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/')),
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Lazy<CompressedFile>> Files = Resources.ToFrozenDictionary(
        file => file.Key,
        file => new Lazy<CompressedFile>(() => CompressedFile.Of(Read(file.Value), MediaTypes[Path.GetExtension(file.Key)])));

    /// <summary>Changes with the content of any file.</summary>
    public static string Version { get; } = Hash();

    /// <summary>The path at which a file is served.</summary>
    /// <param name="file">Such as <c>app.css</c>.</param>
    public static string AddressOf(string file) => $"/assets/{Version}/{file}";

    /// <summary>A file by its path below the folder; null when there is none.</summary>
    public static CompressedFile? Find(string file) => Files.GetValueOrDefault(file)?.Value;

    private static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, resource) in Resources)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(Read(resource));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
