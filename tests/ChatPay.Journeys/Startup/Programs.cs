using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>The files of this build.</summary>
internal static class Programs
{
    /// <summary>The folder with the solution.</summary>
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(LocalProgram.BuildFolder);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ChatPay.Functions.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }
    }

    /// <summary>Copies what the platform needs to run, so that a test can change it.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(LocalProgram.BuildFolder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        // Only the native libraries of this system.
        var runtime = Path.Combine("runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native");
        var from = Path.Combine(LocalProgram.BuildFolder, runtime);
        if (!Directory.Exists(from))
            return;
        var to = Directory.CreateDirectory(Path.Combine(folder, runtime)).FullName;
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
