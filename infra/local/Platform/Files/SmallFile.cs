namespace ChatPay.Local.Files;

/// <summary>Writes files atomically: a file has its old or its new content, never a part, even when the machine loses power.</summary>
public static class SmallFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Attempts = 6;
    private const int Page = 4096;

    /// <summary>Writes a temporary file beside it, flushes that to disk, and moves it over the old one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="ownerOnly">Whether only the owner may read the file, from its first byte on.</param>
    /// <exception cref="IOException">The write fails, for example because the disk is full. The old file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written. The old file is unchanged.</exception>
    public static void Write(string file, ReadOnlySpan<byte> content, bool ownerOnly = false)
    {
        if (!DiskSync.IsOn && !ownerOnly && TryOverwrite(file, content))
            return;
        var next = file + ".next";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                WriteBeside(next, content, ownerOnly);
                File.Move(next, file, overwrite: true);
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && attempt < Attempts && e is IOException or UnauthorizedAccessException)
            {
                // A virus scanner may hold a file for a moment after it is written. On other systems nothing can lock a file that
                // way.
#pragma warning disable RS0030 // The scanner runs on the machine's time, not the platform's.
                Thread.Sleep(10 << attempt);
#pragma warning restore RS0030
            }
        }
    }

    /// <summary>As <see cref="Write"/>, but never throws; for code without a caller to tell, such as a timer's.</summary>
    /// <returns>The error; null on success.</returns>
    public static Exception? TryWrite(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            Write(file, content);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    /// <summary>Overwrites a file of the same length, within one page, by a single write, which a killed process cannot tear. A loss
    /// of power can: this is only for callers that do not wait for the disk either. A new file and a move cost many times as
    /// much.</summary>
    /// <returns>Whether the file was overwritten.</returns>
    private static bool TryOverwrite(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > Page || !File.Exists(file))
            return false;
        // Does not lock out concurrent readers.
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(handle) != content.Length)
            return false;
        RandomAccess.Write(handle, content, fileOffset: 0);
        return true;
    }

    private static void WriteBeside(string next, ReadOnlySpan<byte> content, bool ownerOnly)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (ownerOnly)
        {
            // The mode applies only to a new file.
            File.Delete(next);
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(next, options);
        stream.Write(content);
        stream.Flush(DiskSync.IsOn);
    }
}
