using System.Diagnostics;

namespace ChatPay.Benchmarks;

/// <summary>Runs this program again, in a new process.</summary>
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
        // As ChatPay.Local.csproj has it.
        if (arguments[0] is "platform" or "growth-run" or "bare")
            start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    // Either "dotnet ChatPay.Benchmarks.dll" or the built executable.
    private static string[] Itself()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(ChildProcess).Assembly.Location] : [program];
    }
}
