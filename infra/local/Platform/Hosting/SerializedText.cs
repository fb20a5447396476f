using System.Text.Json;
using Azure.Core.Serialization;
using ChatPay.Local.Sdk;

namespace ChatPay.Local.Hosting;

/// <summary>Text by the worker's serializer. The one that is there by default is spared the way over streams.</summary>
internal static class SerializedText
{
    public static string Write(this ObjectSerializer serializer, object value) => serializer is WorkerJsonSerializer json
        ? JsonSerializer.Serialize(value, value.GetType(), json.Options)
        : serializer.Serialize(value, value.GetType(), CancellationToken.None).ToString();

    public static object? Read(this ObjectSerializer serializer, string text, Type type, CancellationToken cancellationToken) => serializer is WorkerJsonSerializer json
        ? JsonSerializer.Deserialize(text, type, json.Options)
        : serializer.Deserialize(BinaryData.FromString(text).ToStream(), type, cancellationToken);
}
