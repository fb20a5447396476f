using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ChatPay.Local.Worker.Settlement;

/// <summary>The fields of the settlement service's requests.</summary>
/// <param name="First">The lock token, or the session id.</param>
/// <param name="Second">The properties to modify, or the session state.</param>
/// <param name="Third">The dead-letter reason.</param>
/// <param name="Fourth">The dead-letter error description.</param>
internal sealed record SettlementRequest(string First, ByteString Second, string? Third, string? Fourth)
{
    public static SettlementRequest Read(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        var request = new SettlementRequest("", ByteString.Empty, null, null);
        while (input.ReadTag() is var tag and not 0)
        {
            var value = input.ReadBytes();
            request = WireFormat.GetTagFieldNumber(tag) switch
            {
                1 => request with { First = value.ToStringUtf8() },
                2 => request with { Second = value },
                3 => request with { Third = StringValue.Parser.ParseFrom(value).Value },
                4 => request with { Fourth = StringValue.Parser.ParseFrom(value).Value },
                _ => request,
            };
        }

        return request;
    }
}
