using ChatPay.Local.Sdk;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation brought forth.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result as <typeparamref name="T"/>; setting its value replaces the function's result.</summary>
    public static InvocationResult<T?> GetInvocationResult<T>(this FunctionContext context) => new InvocationOutcome.View<T>(Outcome(context));

    /// <inheritdoc cref="GetInvocationResult{T}"/>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => Outcome(context);

    private static InvocationOutcome Outcome(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<InvocationOutcome>() ?? throw new InvalidOperationException("This context belongs to no invocation of the local platform.");
    }
}
