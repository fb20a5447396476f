using System.IO.Compression;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A static file, stored compressed.</summary>
/// <param name="gzip">Its content, compressed.</param>
/// <param name="mediaType">Such as <c>text/javascript</c>; the text is UTF-8.</param>
public sealed class CompressedFile(byte[] gzip, string mediaType)
{
    internal ReadOnlyMemory<byte> Compressed => gzip;

    /// <summary>The content in Brotli, for clients that accept it; null if it was never compressed so.</summary>
    internal ReadOnlyMemory<byte>? Brotli { get; private init; }

    internal string ContentType => mediaType + "; charset=utf-8";

    /// <summary>The entity tag of the content, sent as a weak one: compressed or not, it is the same file.</summary>
    public string Tag { get; } = EntityTags.OfContent(gzip);

    /// <summary>Compresses content in both formats, at the highest level: it is done once, and sent often.</summary>
    public static CompressedFile Of(byte[] content, string mediaType) =>
        new(Compress(content, to => new GZipStream(to, CompressionLevel.SmallestSize)), mediaType)
        {
            Brotli = Compress(content, to => new BrotliStream(to, CompressionLevel.SmallestSize)),
        };

    /// <summary>The uncompressed content.</summary>
    internal Stream Open() => new GZipStream(new MemoryStream(gzip, writable: false), CompressionMode.Decompress);

    private static byte[] Compress(byte[] content, Func<Stream, Stream> compressor)
    {
        using var compressed = new MemoryStream();
        using (var writer = compressor(compressed))
            writer.Write(content);
        return compressed.ToArray();
    }
}
