using System.Security.Cryptography;

namespace ChatPay.Local;

/// <summary>Random bytes for ids, read from the system's generator a block at a time: a call for each id costs more than the
/// id.</summary>
public static class RandomBytes
{
    private const int Block = 4096;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _used;

    /// <param name="into">The buffer to fill, at most one block long.</param>
    public static void Fill(Span<byte> into)
    {
        if (_block is null || _used + into.Length > Block)
        {
            _block ??= new byte[Block];
            RandomNumberGenerator.Fill(_block);
            _used = 0;
        }

        var taken = _block.AsSpan(_used, into.Length);
        taken.CopyTo(into);
        taken.Clear();
        _used += into.Length;
    }
}
