namespace ChatPay.Local.Files;

/// <summary>A file that is written as a whole: it is there as it was or as it is to be, never half, even when the machine loses
/// power.</summary>
public static class SmallFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Attempts = 6;
    private const int Page = 4096;

    /// <summary>Writes it beside, has the disk take it, and puts it in the old one's place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="ownerOnly">Nobody else may read it, from its first byte on.</param>
    /// <exception cref="IOException">There is no room, say. The old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written. The old file is as it was.</exception>
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
                // A virus scanner looks at what has just been written, and lets go of it soon. Elsewhere nobody can hold a file so.
#pragma warning disable RS0030 // The scanner goes by the machine's time, not by the platform's.
                Thread.Sleep(10 << attempt);
#pragma warning restore RS0030
            }
        }
    }

    /// <summary>The same, for code that nobody waits for, such as a timer's: it never throws.</summary>
    /// <returns>What stopped it; null when it is written.</returns>
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

    /// <summary>Within a page, and of the same length, it is one write, which the end of a process does not divide. A loss of power
    /// may: this is for those who do not wait for the disk either. A new file and its move cost many times as much.</summary>
    /// <returns>Whether it is written.</returns>
    private static bool TryOverwrite(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > Page || !File.Exists(file))
            return false;
        // Who reads it meanwhile is not kept from it.
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
            // The mode is given to a new file only.
            File.Delete(next);
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(next, options);
        stream.Write(content);
        stream.Flush(DiskSync.IsOn);
    }
}
