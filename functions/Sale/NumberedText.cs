namespace ChatPay.Functions.Sale;

/// <summary>Compares ids that end in counts: runs of digits by value, everything else by character, so that <c>…-2</c> sorts before
/// <c>…-11</c>.</summary>
public sealed class NumberedText : IComparer<string>
{
    private NumberedText()
    {
    }

    public static NumberedText Order { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return string.CompareOrdinal(x, y);

        var a = x.AsSpan();
        var b = y.AsSpan();
        while (!a.IsEmpty && !b.IsEmpty)
        {
            var (left, right) = (Digits(a), Digits(b));
            var difference = left > 0 && right > 0 ? CompareNumbers(a[..left], b[..right]) : a[0].CompareTo(b[0]);
            if (difference != 0)
                return difference;
            a = a[Math.Max(left, 1)..];
            b = b[Math.Max(right, 1)..];
        }

        // Numbers that differ only in leading zeros are still different texts.
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(x, y);
    }

    // They may be longer than any integer type.
    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    private static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
}
