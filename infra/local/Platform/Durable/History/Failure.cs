using Microsoft.DurableTask;

namespace ChatPay.Local.Durable.History;

/// <summary>A failure as stored in history. <paramref name="Final"/> ones are not retried.</summary>
public sealed record Failure(string Type, string Message, string? Stack, Failure? Inner, bool Final = false)
{
    public static Failure Of(Exception exception)
    {
        // A task's failure carries the details of its cause instead of an inner exception.
        var inner = exception switch
        {
            TaskFailedException failed => Of(failed.FailureDetails),
            { InnerException: { } cause } => Of(cause),
            _ => null,
        };
        return new Failure(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner);
    }

    public TaskFailureDetails Details() => new(Type, Message, Stack, Inner?.Details(), null);

    private static Failure Of(TaskFailureDetails details) => new(
        details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? Of(inner) : null);
}
