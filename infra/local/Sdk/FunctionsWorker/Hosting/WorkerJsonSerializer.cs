using System.Text.Json;
using Azure.Core.Serialization;

namespace ChatPay.Local.Sdk;

/// <summary>The worker's serializer unless the app sets another; tells the platform by which options it goes.</summary>
internal sealed class WorkerJsonSerializer(JsonSerializerOptions options) : JsonObjectSerializer(options)
{
    public JsonSerializerOptions Options { get; } = options;
}
