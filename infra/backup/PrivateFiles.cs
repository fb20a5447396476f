namespace ChatPay.Backup;

/// <summary>Files that only their owner may read. On Windows, who may read them is inherited from the folder above.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the folder, or takes one that is there from everybody else.</summary>
    public static void CreateFolder(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            new DirectoryInfo(folder).UnixFileMode = File | UnixFileMode.UserExecute;
    }

    /// <summary>Creates a file.</summary>
    public static StreamWriter Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File;
        return new StreamWriter(path, options);
    }
}
