using System.Diagnostics;

namespace ChatPay.Benchmarks;

/// <summary>This program once more, in a process of its own.</summary>
internal static class ChildProcess
{
    /// <param name="arguments">The command and its options.</param>
    public static Process Start(params IReadOnlyList<string> arguments) => Start([], arguments);

    /// <param name="prefix">A program that runs this one, such as a tracer, with its options; may be empty.</param>
    /// <param name="arguments">The command and its options.</param>
    public static Process Start(IReadOnlyList<string> prefix, IReadOnlyList<string> arguments)
    {
        string[] command = [.. prefix, .. Itself(), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        return Process.Start(start)!;
    }

    // Either "dotnet ChatPay.Benchmarks.dll" or the executable that the build makes.
    private static string[] Itself()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(ChildProcess).Assembly.Location] : [program];
    }
}
