using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable;

/// <summary>An activity failed in the worker. Carries the failure as reported; the exception itself stays in the worker.</summary>
public sealed class ActivityFailedException : Exception
{
    public ActivityFailedException(Failure failure)
        : base(failure.Message) => Failure = failure;

    internal Failure Failure { get; }
}
