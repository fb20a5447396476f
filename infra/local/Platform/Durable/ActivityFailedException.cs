using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable;

/// <summary>An activity has failed in the worker, which has told how; the exception itself stayed there.</summary>
public sealed class ActivityFailedException : Exception
{
    public ActivityFailedException(Failure failure)
        : base(failure.Message) => Failure = failure;

    internal Failure Failure { get; }
}
