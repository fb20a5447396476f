using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Microsoft.Azure.Functions.Worker.Settlement;

/// <summary>Writes a Protocol Buffers message of text and bytes fields; an empty field is left out.</summary>
internal sealed class Fields
{
    private readonly List<(int Number, ByteString Value)> _fields = [];

    public Fields Add(int number, string value) => Add(number, ByteString.CopyFromUtf8(value));

    public Fields Add(int number, ByteString value)
    {
        if (!value.IsEmpty)
            _fields.Add((number, value));
        return this;
    }

    /// <summary>Adds optional text, wrapped in a message (<c>StringValue</c>) so that missing differs from empty.</summary>
    public Fields AddWrapped(int number, string? value)
    {
        if (value is not null)
            _fields.Add((number, new StringValue { Value = value }.ToByteString()));
        return this;
    }

    public byte[] ToArray()
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var (number, value) in _fields)
            {
                output.WriteTag(number, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(value);
            }
        }

        return bytes.ToArray();
    }
}
