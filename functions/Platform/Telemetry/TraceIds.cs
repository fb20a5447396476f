using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Telemetry;

/// <summary>What the host's telemetry knows an invocation by. The worker has no current activity of its own: the host hands the trace over
/// with the invocation.</summary>
internal static class TraceIds
{
    /// <returns>32 hexadecimal digits; null when the host traces nothing.</returns>
    public static string? Find(FunctionContext context) =>
        ActivityContext.TryParse(context.TraceContext?.TraceParent, null, out var trace) && trace.TraceId != default
            ? trace.TraceId.ToHexString()
            : null;
}
