using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds whole messages, as the host hands them over: the lock token's 16 bytes, then the message as AMQP encodes it.</summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(ServiceBusReceivedMessage))]
[SupportedTargetType(typeof(ServiceBusReceivedMessage[]))]
internal sealed class ServiceBusReceivedMessageConverter : IInputConverter
{
    /// <summary>The source that the host gives as the origin of the data.</summary>
    public const string Source = "AzureServiceBusReceivedMessage";

    /// <inheritdoc cref="Source"/>
    public const string ContentType = "application/octet-stream";

    private const int LockTokenBytes = 16;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return ValueTask.FromResult(context.Source switch
            {
                ModelBindingData one => ConversionResult.Success(Read(one)),
                CollectionModelBindingData batch => ConversionResult.Success(Array.ConvertAll(batch.ModelBindingData, Read)),
                _ => ConversionResult.Unhandled(),
            });
        }
#pragma warning disable CA1031 // The worker tells the host why a parameter could not be bound.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ValueTask.FromResult(ConversionResult.Failed(e));
        }
    }

    private static ServiceBusReceivedMessage Read(ModelBindingData data)
    {
        if (data.Source != Source)
            throw new InvalidOperationException($"The data is no Service Bus message: its source is '{data.Source}', and not '{Source}'.");
        if (data.ContentType != ContentType)
            throw new InvalidOperationException(
                $"The Service Bus message has the content type '{data.ContentType}', and not '{ContentType}'.");

        var bytes = data.Content.ToMemory();
        if (bytes.Length <= LockTokenBytes)
            throw new InvalidOperationException(
                $"The Service Bus message has {bytes.Length} bytes, which is no message behind a lock token.");
        return ServiceBusReceivedMessage.FromAmqpMessage(
            AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(bytes[LockTokenBytes..])), BinaryData.FromBytes(bytes[..LockTokenBytes]));
    }
}
