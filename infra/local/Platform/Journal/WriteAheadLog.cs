using System.Buffers.Binary;

namespace ChatPay.Local.Journal;

/// <summary>
/// Looks through SQLite's write-ahead log (file format 4, "WAL File Format") before SQLite does: SQLite takes the log up to the
/// first frame that is not whole and drops the rest without a word. That is right for the transaction a crash cut off, which
/// nobody was told of; it is a loss where a later transaction follows, since that was begun only after the damaged one was on disk.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const uint Magic = 0x377f0682;

    /// <exception cref="IOException">A transaction in the middle, or the log's head, is damaged.</exception>
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
            // The head is written and synced before the first frame: without frames, a crash came in between.
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
            // A checksum goes on from the stored one before it, so that the frames after a damaged one can still be told. What an
            // earlier crash left behind the end does not go on from there, and holds no whole transaction that another follows.
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
