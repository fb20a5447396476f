using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The AMQP error conditions that the official client maps to exceptions and failure reasons.</summary>
internal static class AmqpErrors
{
    public static Error Of(Exception exception) => exception is AmqpException amqp
        ? amqp.Error
        : new Error { Condition = ConditionOf(exception), Description = exception.Message };

    public static AmqpException Exception(Exception exception) => new(Of(exception));

    /// <summary>The status code of a <c>$management</c> response with this condition.</summary>
    public static int StatusOf(AmqpSymbol condition) => condition.Value switch
    {
        "amqp:not-found" or "com.microsoft:message-not-found" => 404,
        "com.microsoft:message-lock-lost" or "com.microsoft:session-lock-lost" or "com.microsoft:session-cannot-be-locked" => 410,
        "amqp:not-allowed" or "com.microsoft:argument-error" => 400,
        "amqp:link:message-size-exceeded" => 403,
        "com.microsoft:timeout" => 408,
        "amqp:not-implemented" => 501,
        "com.microsoft:server-busy" => 503,
        _ => 500,
    };

    private static AmqpSymbol ConditionOf(Exception exception) => exception switch
    {
        ServiceBusException { Reason: var reason } => ConditionOf(reason),
        NotSupportedException => AmqpErrorCode.NotImplemented,
        InvalidOperationException => AmqpErrorCode.NotAllowed,
        ArgumentException or SerializationException or FormatException or InvalidCastException => AmqpNames.ArgumentError,
        _ => AmqpErrorCode.InternalError,
    };

    private static AmqpSymbol ConditionOf(ServiceBusFailureReason reason) => reason switch
    {
        ServiceBusFailureReason.MessagingEntityNotFound => AmqpErrorCode.NotFound,
        ServiceBusFailureReason.MessageLockLost => AmqpNames.MessageLockLost,
        ServiceBusFailureReason.SessionLockLost => AmqpNames.SessionLockLost,
        ServiceBusFailureReason.SessionCannotBeLocked => AmqpNames.SessionCannotBeLocked,
        ServiceBusFailureReason.MessageNotFound => AmqpNames.MessageNotFound,
        ServiceBusFailureReason.MessageSizeExceeded => AmqpErrorCode.MessageSizeExceeded,
        ServiceBusFailureReason.MessagingEntityDisabled => AmqpNames.EntityDisabled,
        ServiceBusFailureReason.QuotaExceeded => AmqpErrorCode.ResourceLimitExceeded,
        ServiceBusFailureReason.ServiceTimeout => AmqpNames.Timeout,
        ServiceBusFailureReason.ServiceBusy or ServiceBusFailureReason.ServiceCommunicationProblem => AmqpNames.ServerBusy,
        _ => AmqpErrorCode.InternalError,
    };
}
