using Microsoft.DurableTask;

namespace ChatPay.Local.Durable.History;

/// <summary>A failure as it is kept. <paramref name="Final"/> ones are not tried again.</summary>
public sealed record Failure(string Type, string Message, string? Stack, Failure? Inner, bool Final = false)
{
    public static Failure Of(Exception exception)
    {
        // The exception of a task holds no inner exception but what is known of one.
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
