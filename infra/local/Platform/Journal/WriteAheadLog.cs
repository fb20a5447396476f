using System.Buffers.Binary;

namespace ChatPay.Local.Journal;

/// <summary>
/// Checks SQLite's write-ahead log (file format 4, "WAL File Format") before SQLite reads it: SQLite reads up to the first invalid
/// frame and silently drops the rest. That is right for a transaction cut off by a crash, which was never acknowledged; it loses data
/// if another transaction follows, since that one began only after the damaged one was on disk.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const uint Magic = 0x377f0682;

    /// <exception cref="IOException">A transaction other than the last, or the log's header, is damaged.</exception>
    public static void Demand(string file)
    {
        if (!File.Exists(file))
            return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        var header = new byte[HeaderSize];
        if (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
            return;

        var bigEndian = (Word(header, 0) & 1) == 1;
        var whole = Checksum(header.AsSpan(0, 24), bigEndian, (0, 0)) == (Word(header, 24), Word(header, 28));
        var pageSize = Word(header, 8);
        if (!whole || (Word(header, 0) & ~1u) != Magic || pageSize is < 512 or > 65536)
        {
            // The header is synced before the first frame: without frames, the process crashed in between.
            if (stream.Length > HeaderSize)
                throw new IOException($"the head of its log {file} is damaged");
            return;
        }

        Walk(stream, header, (int)pageSize, bigEndian, file);
    }

    private static void Walk(FileStream stream, byte[] header, int pageSize, bool bigEndian, string file)
    {
        var frame = new byte[FrameHeaderSize + pageSize];
        var sum = (Word(header, 24), Word(header, 28));
        var damaged = false;
        var ended = false;
        while (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            var stored = (Word(frame, 16), Word(frame, 20));
            var ours = frame.AsSpan(8, 8).SequenceEqual(header.AsSpan(16, 8));
            sum = Checksum(frame.AsSpan(FrameHeaderSize), bigEndian, Checksum(frame.AsSpan(0, 8), bigEndian, sum));
            var whole = ours && sum == stored;
            // Each checksum continues from the stored one before it, so frames after a damaged one can still be recognised. Leftovers
            // of an earlier crash after the end do not continue it, and hold no complete transaction followed by another.
            if (whole && damaged && ended)
                throw new IOException($"its log {file} is damaged");
            damaged |= !whole;
            ended = damaged && ours && Word(frame, 4) != 0;
            sum = stored;
        }
    }

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static (uint, uint) Checksum(ReadOnlySpan<byte> bytes, bool bigEndian, (uint, uint) from)
    {
        var (one, two) = from;
        unchecked
        {
            for (var i = 0; i < bytes.Length; i += 8)
            {
                one += Read(bytes[i..], bigEndian) + two;
                two += Read(bytes[(i + 4)..], bigEndian) + one;
            }
        }

        return (one, two);
    }

    private static uint Read(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
