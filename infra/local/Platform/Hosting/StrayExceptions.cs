using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>
/// An exception that nobody can catch, thrown by an <c>async void</c> method or on a thread of its own that a function started, would
/// end the process, and the platform with it. (Officially it ends the worker process, which the host starts again.) Here it is logged.
/// Exceptions of other flows are not touched.
/// </summary>
internal static class StrayExceptions
{
    private static readonly AsyncLocal<ILogger?> Invocation = new();
    private static int _watching;

    /// <summary>From here on the calling flow, and what it starts, belongs to an invocation.</summary>
    public static void Belong(ILogger logger) => Invocation.Value = logger;

    /// <summary>Once in a process.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
            ExceptionHandling.SetUnhandledExceptionHandler(IsLogged);
    }

    private static bool IsLogged(Exception exception)
    {
        if (Invocation.Value is not { } logger)
            return false;
        logger.LogCritical(
            exception,
            "An exception that nobody could catch: an async void method, or a thread of its own. On Azure the worker process would have "
                + "ended.");
        return true;
    }
}
