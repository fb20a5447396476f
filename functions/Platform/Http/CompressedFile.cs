using System.IO.Compression;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A file that is served as it is, kept compressed.</summary>
/// <param name="gzip">Its content, compressed.</param>
/// <param name="mediaType">Such as <c>text/javascript</c>; the text is UTF-8.</param>
public sealed class CompressedFile(byte[] gzip, string mediaType)
{
    internal ReadOnlyMemory<byte> Compressed => gzip;

    internal string ContentType => mediaType + "; charset=utf-8";

    /// <summary>The tag of its content, sent as a weak one: compressed or not, it is the same file.</summary>
    public string Tag { get; } = EntityTags.OfContent(gzip);

    /// <summary>The file itself.</summary>
    internal Stream Open() => new GZipStream(new MemoryStream(gzip, writable: false), CompressionMode.Decompress);
}
