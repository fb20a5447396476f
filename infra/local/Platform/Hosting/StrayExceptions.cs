using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>
/// An exception that cannot be caught, thrown by an <c>async void</c> method or on a thread that a function started, would end the
/// process, and the platform with it. (Officially it ends the worker process, which the host restarts.) Here it is logged. Exceptions
/// from outside of invocations are unaffected.
/// </summary>
internal static class StrayExceptions
{
    private static readonly AsyncLocal<ILogger?> Invocation = new();
    private static int _watching;

    /// <summary>Marks the calling flow, and whatever it starts, as part of an invocation.</summary>
    public static void Belong(ILogger logger) => Invocation.Value = logger;

    /// <summary>Installs the handler, once per process.</summary>
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
            "An exception that could not be caught, from an async void method or a separate thread. On Azure the worker process would have "
                + "ended.");
        return true;
    }
}
