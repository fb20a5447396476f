using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ChatPay.Journeys.Crash;

/// <summary>Sends signals on Linux and macOS, for which .NET has no API. The numbers are the same on both unless noted.</summary>
internal static class UnixSignal
{
    /// <summary>SIGINT, as sent by Ctrl+C.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGTERM, as sent by a service manager.</summary>
    public const int Terminate = 15;

    /// <summary>SIGSTOP, which pauses a process.</summary>
    public static int Stop => OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>SIGCONT, which resumes it.</summary>
    public static int Continue => OperatingSystem.IsMacOS() ? 19 : 18;

    /// <exception cref="Win32Exception">The process has ended, or belongs to another user.</exception>
    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
