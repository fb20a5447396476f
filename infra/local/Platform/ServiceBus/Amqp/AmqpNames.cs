using Microsoft.Azure.Amqp.Encoding;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The names and formats that Service Bus adds to AMQP.</summary>
internal static class AmqpNames
{
    public const string Management = "$management";
    public const string Claims = "$cbs";

    /// <summary>The format of a message whose data sections are messages.</summary>
    public const uint BatchFormat = 0x80013700;

    public static readonly AmqpSymbol SessionFilter = "com.microsoft:session-filter";
    public static readonly AmqpSymbol LockedUntilUtc = "com.microsoft:locked-until-utc";
    public static readonly AmqpSymbol Timeout = "com.microsoft:timeout";
    public static readonly AmqpSymbol MessageLockLost = "com.microsoft:message-lock-lost";
    public static readonly AmqpSymbol SessionLockLost = "com.microsoft:session-lock-lost";
    public static readonly AmqpSymbol SessionCannotBeLocked = "com.microsoft:session-cannot-be-locked";
    public static readonly AmqpSymbol MessageNotFound = "com.microsoft:message-not-found";
    public static readonly AmqpSymbol EntityDisabled = "com.microsoft:entity-disabled";
    public static readonly AmqpSymbol ServerBusy = "com.microsoft:server-busy";
    public static readonly AmqpSymbol ArgumentError = "com.microsoft:argument-error";
}
