using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ChatPay.Benchmarks.Measure;

/// <summary>The machine and versions of a measurement, without which a figure means little.</summary>
internal sealed record Machine(
    string Processor,
    int Cores,
    string System,
    string Runtime,
    string Build,
    string FileSystem,
    string Commit,
    DateTimeOffset At)
{
    /// <param name="folder">The folder of the data files.</param>
    /// <param name="at">The current time.</param>
    public static Machine Here(string folder, DateTimeOffset at) => new(
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        $"{RuntimeInformation.FrameworkDescription}, {(global::System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC",
        BuildKind,
        new DriveInfo(Path.GetFullPath(folder)).DriveFormat,
        CommitName(),
        at);

    public override string ToString() =>
        $"{Processor}, {Cores} cores; {System}; {Runtime}; {Build} build; data on {FileSystem}; commit {Commit}; {At:yyyy-MM-dd HH:mm} UTC";

#if DEBUG
    private const string BuildKind = "Debug";
#else
    private const string BuildKind = "Release";
#endif

    private static string ProcessorName() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
                ?? "unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static string CommitName()
    {
        try
        {
            var start = new ProcessStartInfo("git", ["describe", "--always", "--dirty"])
            {
                WorkingDirectory = AppContext.BaseDirectory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            var name = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return name.Length > 0 ? name : "unknown";
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return "unknown (no git)";
        }
    }
}
