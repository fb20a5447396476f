using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Telemetry;

/// <summary>The trace id of an invocation in the host's telemetry. The worker has no current activity of its own: the host passes
/// the trace with the invocation.</summary>
internal static class TraceIds
{
    /// <returns>32 hexadecimal digits; null when the host does not trace.</returns>
    public static string? Find(FunctionContext context) =>
        ActivityContext.TryParse(context.TraceContext?.TraceParent, null, out var trace) && trace.TraceId != default
            ? trace.TraceId.ToHexString()
            : null;
}
