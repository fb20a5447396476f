using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Sdk;

/// <summary>The result of one invocation, kept among its features.</summary>
internal sealed class InvocationOutcome : InvocationResult
{
    public override object? Value { get; set; }

    /// <summary>The same result, typed.</summary>
    internal sealed class View<T>(InvocationOutcome outcome) : InvocationResult<T?>
    {
        public override T? Value
        {
            get => outcome.Value is null ? default : (T)outcome.Value;
            set => outcome.Value = value;
        }
    }
}
