using System.Buffers;
using System.Text;

namespace ChatPay.Journeys.Crash;

/// <summary>Looks for texts in bytes: in every form in which they would be stored, whatever their case.</summary>
internal sealed class Marks
{
    private readonly List<(string Text, string Form)> _forms = [];
    private readonly SearchValues<string> _any;

    public Marks(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Add(text, Encoding.UTF8.GetBytes(text));
            Add(text, Encoding.Unicode.GetBytes(text));
            Add(text, Encoding.BigEndianUnicode.GetBytes(text));
            foreach (var encoded in InBase64(text))
                Add(text, Encoding.ASCII.GetBytes(encoded));
        }

        _any = SearchValues.Create([.. _forms.Select(f => f.Form)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Which of the texts are in these bytes.</summary>
    public IReadOnlyList<string> In(byte[] bytes)
    {
        var all = Encoding.Latin1.GetString(bytes);
        // All of them at once, which is many times as fast; which of them is asked only when there is one.
        return !all.AsSpan().ContainsAny(_any)
            ? []
            : [.. _forms.Where(f => all.Contains(f.Form, StringComparison.OrdinalIgnoreCase)).Select(f => f.Text).Distinct()];
    }

    public IReadOnlyList<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>Which are in which file of a folder that a platform may be writing to.</summary>
    public IReadOnlyList<string> InFiles(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0) // The lock cannot be read, and is empty.
            .SelectMany(file => In(Read(file)).Select(text => $"{Path.GetFileName(file)}: {text}")),
    ];

    // One character a byte, so that a search of text is a search of bytes.
    private void Add(string text, byte[] form) => _forms.Add((text, Encoding.Latin1.GetString(form)));

    /// <summary>What a text looks like inside of encoded text, at each of the three places in a group where it may begin.</summary>
    private static IEnumerable<string> InBase64(string text)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] bytes = [.. new byte[before], .. Encoding.UTF8.GetBytes(text)];
            // The first and the last group also depend on the neighbours.
            var whole = Convert.ToBase64String(bytes, 0, bytes.Length - (bytes.Length % 3));
            yield return whole[(before == 0 ? 0 : 4)..];
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
