using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatPay.Local.Durable.History;

/// <summary>
/// The binary format of history and messages: a byte for the kind, a bit for each field that is present, then these fields. Numbers
/// are variable-length, seven bits a byte; text is UTF-8 after its length; rare fields are JSON. Turns leave out the execution id,
/// which the instance has.
/// </summary>
internal static class HistoryBytes
{
    [Flags]
    private enum Fields
    {
        None = 0,
        Seq = 1,
        Name = 1 << 1,
        Data = 1 << 2,
        At = 1 << 3,
        Instance = 1 << 4,
        Execution = 1 << 5,
        Flag = 1 << 6,
        Failure = 1 << 7,
        Parent = 1 << 8,
        Tags = 1 << 9,
        Version = 1 << 10,
    }

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Valid until this thread encodes the next one.</summary>
    public static ReadOnlySpan<byte> OfTurn(List<HistoryEvent> turn)
    {
        var to = Buffer();
        foreach (var entry in turn)
            Write(to, entry, withExecution: entry.Kind == HistoryKind.ExecutionStarted);
        return to.WrittenSpan;
    }

    /// <inheritdoc cref="OfTurn"/>
    public static ReadOnlySpan<byte> OfMessage(HistoryEvent message)
    {
        var to = Buffer();
        Write(to, message, withExecution: true);
        return to.WrittenSpan;
    }

    public static void ReadTurn(ReadOnlySpan<byte> from, List<HistoryEvent> into)
    {
        while (!from.IsEmpty)
            into.Add(Read(ref from));
    }

    public static HistoryEvent ReadMessage(ReadOnlySpan<byte> from) => Read(ref from);

    private static ArrayBufferWriter<byte> Buffer()
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        return buffer;
    }

    private static void Write(ArrayBufferWriter<byte> to, HistoryEvent e, bool withExecution)
    {
        var execution = withExecution ? e.Execution : null;
        var fields = (e.Seq != 0 ? Fields.Seq : 0)
            | (e.Name is not null ? Fields.Name : 0)
            | (e.Data is not null ? Fields.Data : 0)
            | (e.At != 0 ? Fields.At : 0)
            | (e.Instance is not null ? Fields.Instance : 0)
            | (execution is not null ? Fields.Execution : 0)
            | (e.Flag ? Fields.Flag : 0)
            | (e.Failure is not null ? Fields.Failure : 0)
            | (e.Parent is not null ? Fields.Parent : 0)
            | (e.Tags is not null ? Fields.Tags : 0)
            | (e.Version is not null ? Fields.Version : 0);
        Number(to, (ulong)e.Kind);
        Number(to, (ulong)fields);
        if (e.Seq != 0)
            Number(to, unchecked((uint)e.Seq));
        Text(to, e.Name);
        Text(to, e.Data);
        if (e.At != 0)
            Number(to, unchecked((ulong)e.At));
        Text(to, e.Instance);
        Text(to, execution);
        Text(to, e.Failure is null ? null : JsonSerializer.Serialize(e.Failure, HistoryJson.Default.Failure));
        Text(to, e.Parent is null ? null : JsonSerializer.Serialize(e.Parent, HistoryJson.Default.ParentLink));
        Text(to, e.Tags is null ? null : JsonSerializer.Serialize(e.Tags, HistoryJson.Default.IReadOnlyDictionaryStringString));
        Text(to, e.Version);
    }

    private static HistoryEvent Read(ref ReadOnlySpan<byte> from)
    {
        var kind = (HistoryKind)Number(ref from);
        var fields = (Fields)Number(ref from);
        return new HistoryEvent
        {
            Kind = kind,
            Seq = fields.HasFlag(Fields.Seq) ? unchecked((int)(uint)Number(ref from)) : 0,
            Name = fields.HasFlag(Fields.Name) ? Text(ref from) : null,
            Data = fields.HasFlag(Fields.Data) ? Text(ref from) : null,
            At = fields.HasFlag(Fields.At) ? unchecked((long)Number(ref from)) : 0,
            Instance = fields.HasFlag(Fields.Instance) ? Text(ref from) : null,
            Execution = fields.HasFlag(Fields.Execution) ? Text(ref from) : null,
            Flag = fields.HasFlag(Fields.Flag),
            Failure = fields.HasFlag(Fields.Failure) ? JsonSerializer.Deserialize(Text(ref from), HistoryJson.Default.Failure) : null,
            Parent = fields.HasFlag(Fields.Parent) ? JsonSerializer.Deserialize(Text(ref from), HistoryJson.Default.ParentLink) : null,
            Tags = fields.HasFlag(Fields.Tags)
                ? JsonSerializer.Deserialize(Text(ref from), HistoryJson.Default.IReadOnlyDictionaryStringString)
                : null,
            Version = fields.HasFlag(Fields.Version) ? Text(ref from) : null,
        };
    }

    private static void Number(ArrayBufferWriter<byte> to, ulong value)
    {
        var span = to.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)((value & 0x7F) | 0x80);
        span[length++] = (byte)value;
        to.Advance(length);
    }

    private static ulong Number(ref ReadOnlySpan<byte> from)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[0];
            from = from[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static void Text(ArrayBufferWriter<byte> to, string? text)
    {
        if (text is null)
            return;
        Number(to, (ulong)Encoding.UTF8.GetByteCount(text));
        to.Advance(Encoding.UTF8.GetBytes(text, to.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private static string Text(ref ReadOnlySpan<byte> from)
    {
        var length = (int)Number(ref from);
        var text = Encoding.UTF8.GetString(from[..length]);
        from = from[length..];
        return text;
    }
}
