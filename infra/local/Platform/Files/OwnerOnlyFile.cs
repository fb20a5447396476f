namespace ChatPay.Local.Files;

/// <summary>Files with keys: only their owner may read them, and they are written completely or not at all.</summary>
public static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string file, ReadOnlySpan<byte> content) => SmallFile.Write(file, content, ownerOnly: true);

    /// <summary>Removes everyone else's permissions on a file.</summary>
    public static void Protect(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, OwnerOnly);
    }

    /// <param name="file">A file that contains a key.</param>
    /// <param name="what">What the file is, to begin a sentence with.</param>
    /// <exception cref="PlatformException">Others have permissions on the file.</exception>
    public static void Demand(string file, string what)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & ~OwnerOnly) is UnixFileMode.None)
            return;
        throw new PlatformException(
            $"{what} {file} can be accessed by others than its owner, so it may no longer be secret: restrict it to its owner "
                + "(chmod 600) if nobody has read it, or start with --fresh.");
    }
}
