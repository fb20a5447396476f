using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Worker.Protocol;
using ChatPay.Local.Worker.Settlement;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Worker;

/// <summary>Service Bus functions.</summary>
public sealed partial class InProcessWorker
{
    /// <summary>Runs a function for messages from a queue or a subscription. The caller settles them, except those that the function
    /// settles itself.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="delivery">One message, or a batch for a function that takes one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    public async Task RunMessagesAsync(string function, MessageDelivery delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var called = Find(function);
        using var held = _settlement.Hold(delivery);
        await InvokeAsync(called, _newInvocationId(), Input(called, delivery), Metadata(called, delivery), cancellationToken);
    }

    private static bool IsBatched(WorkerFunction function) => Is(function, "cardinality", "Many");

    private static bool Is(WorkerFunction function, string property, string value) =>
        function.Trigger.TryGetProperty(property, out var found) && value.Equals(found.GetString(), StringComparison.OrdinalIgnoreCase);

    // Whole messages are passed as the extension encodes them, everything else as the body, in the form that the parameter requires.
    internal static ProtocolMessage Input(WorkerFunction function, MessageDelivery delivery)
    {
        var whole = function.Trigger.TryGetProperty("properties", out var properties)
            && properties.TryGetProperty("supportsDeferredBinding", out var deferred)
            && "True".Equals(deferred.ToString(), StringComparison.OrdinalIgnoreCase);
        var bytes = Is(function, "dataType", "Binary");
        if (!IsBatched(function))
        {
            var message = delivery.Messages.Single();
            return whole ? ProtocolMessage.New("TypedData").With("model_binding_data", Encoded(message))
                : bytes ? ProtocolMessage.New("TypedData").With("bytes", ByteString.CopyFrom(message.Body.ToMemory().Span))
                : Text(message.Body.ToString());
        }

        if (whole)
        {
            var batch = ProtocolMessage.New("CollectionModelBindingData");
            foreach (var message in delivery.Messages)
                batch.Add("model_binding_data", Encoded(message));
            return ProtocolMessage.New("TypedData").With("collection_model_binding_data", batch);
        }

        var bodies = delivery.Messages.Select(m => m.Body);
        if (!bytes && !Is(function, "dataType", "String"))
            return Json($"[{string.Join(',', bodies)}]");
        return ProtocolMessage.New("TypedData").With(
            bytes ? "collection_bytes" : "collection_string",
            bytes
                ? Collection("CollectionBytes", "bytes", bodies.Select(b => ByteString.CopyFrom(b.ToMemory().Span)))
                : Collection("CollectionString", "string", bodies.Select(b => b.ToString())));
    }

    private static ProtocolMessage Collection<T>(string name, string field, IEnumerable<T> values)
    {
        var collection = ProtocolMessage.New(name);
        foreach (var value in values)
            ((System.Collections.IList)collection.Value(field)).Add(value);
        return collection;
    }

    private static ProtocolMessage Encoded(ServiceBusReceivedMessage message)
    {
        byte[] content = [.. Guid.Parse(message.LockToken).ToByteArray(), .. message.GetRawAmqpMessage().ToBytes().ToArray()];
        return ProtocolMessage.New("ModelBindingData")
            .With("version", "1.0")
            .With("source", ServiceBusReceivedMessageConverter.Source)
            .With("content_type", ServiceBusReceivedMessageConverter.ContentType)
            .With("content", UnsafeByteOperations.UnsafeWrap(content));
    }

    /// <summary>The values that parameters can bind to by name; for a batch under the plural names, as JSON.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Metadata(WorkerFunction function, MessageDelivery delivery)
    {
        var batched = IsBatched(function);
        foreach (var (name, read) in Named)
        {
            if (batched)
                yield return KeyValuePair.Create(name + "Array", JsonSerializer.Serialize(delivery.Messages.Select(read)));
            else if (read(delivery.Messages.Single()) is { } value)
                yield return KeyValuePair.Create(name, value as string ?? JsonSerializer.Serialize(value).Trim('"'));
        }

        if (delivery.Session is { } session)
            yield return KeyValuePair.Create("SessionActions", JsonSerializer.Serialize(new { session.SessionLockedUntil }));
    }

    private static Dictionary<string, Func<ServiceBusReceivedMessage, object?>> Named { get; } = new()
    {
        ["MessageId"] = m => m.MessageId,
        ["CorrelationId"] = m => m.CorrelationId,
        ["SessionId"] = m => m.SessionId,
        ["Subject"] = m => m.Subject,
        ["ContentType"] = m => m.ContentType,
        ["ReplyTo"] = m => m.ReplyTo,
        ["To"] = m => m.To,
        ["DeliveryCount"] = m => m.DeliveryCount,
        ["SequenceNumber"] = m => m.SequenceNumber,
        ["EnqueuedTimeUtc"] = m => m.EnqueuedTime.UtcDateTime,
        ["ExpiresAtUtc"] = m => m.ExpiresAt.UtcDateTime,
        ["ApplicationProperties"] = m => m.ApplicationProperties,
    };
}
