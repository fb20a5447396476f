using System.Text.Json;
using ChatPay.Local.Worker.Protocol;
using Google.Protobuf;

namespace ChatPay.Local.Worker;

/// <summary>Reads the worker's response to an invocation.</summary>
internal static class InvocationAnswer
{
    /// <summary>The protocol's status code of success.</summary>
    public const int Success = 1;

    private const int Cancelled = 2;

    /// <exception cref="FunctionFailedException">The function failed or was cancelled.</exception>
    public static ProtocolMessage? Returned(WorkerFunction function, ProtocolMessage answer)
    {
        var result = answer.Message("result")!.Value;
        if (result.Number("status") == Success)
            return answer.Message("return_value");

        var failure = result.Message("exception");
        throw new FunctionFailedException(
            function.Name,
            failure?.Text("type") is { Length: > 0 } type ? type : null,
            failure?.Text("message") ?? "The worker does not say why.",
            failure?.Text("stack_trace"),
            result.Number("status") == Cancelled);
    }

    /// <summary>Returns a value as JSON; null when there is none.</summary>
    public static string? Json(ProtocolMessage? data) => data is not { } value ? null : value.Case switch
    {
        null => null,
        "json" => value.Text("json"),
        "string" => JsonSerializer.Serialize(value.Text("string")),
        "bytes" or "stream" => JsonSerializer.Serialize(((ByteString)value.Value(value.Case)).ToByteArray()),
        "int" or "double" => JsonSerializer.Serialize(value.Value(value.Case)),
        "collection_string" or "collection_double" or "collection_sint64" => JsonSerializer.Serialize(
            value.Message(value.Case)!.Value.Value(value.Message(value.Case)!.Value.Inner.Descriptor.Fields.InFieldNumberOrder()[0].Name)),
        var other => throw new NotSupportedException($"The function returned a value of the kind {other}, which is not JSON."),
    };
}
