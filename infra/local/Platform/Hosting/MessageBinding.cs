using System.Reflection;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Hosting;

/// <summary>Binds the messages of a Service Bus trigger: one to what the parameter asks for, a batch to an array of it.</summary>
internal static class MessageBinding
{
    public static Func<LocalFunctionContext, object?> One(ParameterInfo parameter)
    {
        var read = Reader(parameter.ParameterType, parameter);
        return context => read(context, (ServiceBusReceivedMessage)context.Cause.Value!);
    }

    /// <exception cref="PlatformException">The parameter is no array.</exception>
    public static Func<LocalFunctionContext, object?> Batch(ParameterInfo parameter, string function)
    {
        // byte[] is one body, byte[][] a batch of them.
        if (parameter.ParameterType.GetElementType() is not { } element || parameter.ParameterType == typeof(byte[]))
            throw new PlatformException($"The parameter {parameter.Name} of the function {function} takes a batch: it must be an array.");

        var read = Reader(element, parameter);
        return context =>
        {
            var messages = (IReadOnlyList<ServiceBusReceivedMessage>)context.Cause.Value!;
            var values = Array.CreateInstance(element, messages.Count);
            for (var i = 0; i < messages.Count; i++)
                values.SetValue(read(context, messages[i]), i);
            return values;
        };
    }

    /// <summary>What parameters can be bound to by name.</summary>
    public static Dictionary<string, object?> Data(ServiceBusReceivedMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["messageId"] = message.MessageId,
        ["correlationId"] = message.CorrelationId,
        ["sessionId"] = message.SessionId,
        ["subject"] = message.Subject,
        ["contentType"] = message.ContentType,
        ["replyTo"] = message.ReplyTo,
        ["to"] = message.To,
        ["deliveryCount"] = message.DeliveryCount,
        ["sequenceNumber"] = message.SequenceNumber,
        ["enqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime,
        ["expiresAtUtc"] = message.ExpiresAt.UtcDateTime,
        ["applicationProperties"] = message.ApplicationProperties,
    };

    /// <summary>The same of a batch, under the official names.</summary>
    public static Dictionary<string, object?> Data(IReadOnlyList<ServiceBusReceivedMessage> messages) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["messageIdArray"] = messages.Select(m => m.MessageId).ToArray(),
        ["correlationIdArray"] = messages.Select(m => m.CorrelationId).ToArray(),
        ["sessionIdArray"] = messages.Select(m => m.SessionId).ToArray(),
        ["subjectArray"] = messages.Select(m => m.Subject).ToArray(),
        ["contentTypeArray"] = messages.Select(m => m.ContentType).ToArray(),
        ["replyToArray"] = messages.Select(m => m.ReplyTo).ToArray(),
        ["toArray"] = messages.Select(m => m.To).ToArray(),
        ["deliveryCountArray"] = messages.Select(m => m.DeliveryCount).ToArray(),
        ["sequenceNumberArray"] = messages.Select(m => m.SequenceNumber).ToArray(),
        ["enqueuedTimeUtcArray"] = messages.Select(m => m.EnqueuedTime.UtcDateTime).ToArray(),
        ["expiresAtUtcArray"] = messages.Select(m => m.ExpiresAt.UtcDateTime).ToArray(),
        ["applicationPropertiesArray"] = messages.Select(m => m.ApplicationProperties).ToArray(),
    };

    private static Func<LocalFunctionContext, ServiceBusReceivedMessage, object?> Reader(Type type, ParameterInfo parameter)
    {
        if (type == typeof(ServiceBusReceivedMessage))
            return (_, message) => message;
        if (type == typeof(BinaryData))
            return (_, message) => message.Body;
        if (type == typeof(string))
            return (_, message) => message.Body.ToString();
        if (type == typeof(byte[]))
            return (_, message) => message.Body.ToArray();
        return (context, message) => context.FromJson(message.Body.ToString(), parameter, type);
    }
}
