using System.Buffers;
using System.Text;

namespace ChatPay.Journeys.Crash;

/// <summary>Searches bytes for texts, in every encoding in which they might be stored, ignoring case.</summary>
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

    /// <summary>The texts that these bytes contain.</summary>
    public IReadOnlyList<string> In(byte[] bytes)
    {
        var all = Encoding.Latin1.GetString(bytes);
        // Searches for all at once, which is many times faster; for single ones only after a hit.
        return !all.AsSpan().ContainsAny(_any)
            ? []
            : [.. _forms.Where(f => all.Contains(f.Form, StringComparison.OrdinalIgnoreCase)).Select(f => f.Text).Distinct()];
    }

    public IReadOnlyList<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>The texts found in each file of a folder, which a platform may be writing to.</summary>
    public IReadOnlyList<string> InFiles(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0) // The lock file cannot be read, and is empty.
            .SelectMany(file => In(Read(file)).Select(text => $"{Path.GetFileName(file)}: {text}")),
    ];

    // One character per byte, so that a text search is a byte search.
    private void Add(string text, byte[] form) => _forms.Add((text, Encoding.Latin1.GetString(form)));

    /// <summary>The forms of a text within longer base64 text, at each of the three offsets in a group.</summary>
    private static IEnumerable<string> InBase64(string text)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] bytes = [.. new byte[before], .. Encoding.UTF8.GetBytes(text)];
            // The first and last groups also depend on their neighbours.
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
