namespace ChatPay.Functions.Sale;

/// <summary>The language in which somebody has used a page of the app.</summary>
/// <param name="Tag">One of <see cref="Languages"/>.</param>
/// <param name="At">When that was, UTC.</param>
public sealed record ReaderLanguage(string Tag, DateTimeOffset At)
{
    /// <summary>The one used last; null when none is known.</summary>
    public static ReaderLanguage? Latest(params IEnumerable<ReaderLanguage?> known) =>
        known.Where(language => language is not null).MaxBy(language => language!.At);
}
