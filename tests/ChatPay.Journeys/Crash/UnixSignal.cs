using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ChatPay.Journeys.Crash;

/// <summary>The signals with which Linux and macOS tell a process to end; .NET has no call to send them. Their numbers are the same on
/// both, where nothing else is said.</summary>
internal static class UnixSignal
{
    /// <summary>SIGINT, as Ctrl+C gives it.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGTERM, as a service manager gives it.</summary>
    public const int Terminate = 15;

    /// <summary>SIGSTOP, after which a process stands still.</summary>
    public static int Stop => OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>SIGCONT, after which it goes on.</summary>
    public static int Continue => OperatingSystem.IsMacOS() ? 19 : 18;

    /// <exception cref="Win32Exception">The process is not there any more, or is another user's.</exception>
    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
