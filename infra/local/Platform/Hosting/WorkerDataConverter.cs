using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace ChatPay.Local.Hosting;

/// <summary>Serializes durable payloads with the worker's serializer, as in the official host.</summary>
internal sealed class WorkerDataConverter(ObjectSerializer serializer) : DataConverter
{
    public override string? Serialize(object? value) =>
        value is null ? null : serializer.Serialize(value, value.GetType(), CancellationToken.None).ToString();

    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : serializer.Deserialize(BinaryData.FromString(data).ToStream(), targetType, CancellationToken.None);
}
