using ChatPay.Local.Durable.History;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.Local.Durable.Protocol;

/// <summary>Converts failures to the protocol of Durable Task workers.</summary>
internal static class WireFailures
{
    public static TaskFailureDetails ToWire(Failure failure) => new()
    {
        ErrorType = failure.Type,
        ErrorMessage = failure.Message,
        StackTrace = failure.Stack,
        InnerFailure = failure.Inner is { } inner ? ToWire(inner) : null,
        IsNonRetriable = failure.Final,
    };

    public static Failure FromWire(TaskFailureDetails failure) => new(
        failure.ErrorType,
        failure.ErrorMessage,
        failure.StackTrace,
        failure.InnerFailure is { } inner ? FromWire(inner) : null,
        failure.IsNonRetriable);
}
