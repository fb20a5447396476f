namespace ChatPay.Functions.Sale;

/// <summary>The languages in which ChatPay writes, as BCP 47 tags.</summary>
public static class Languages
{
    /// <summary>For readers of whom nothing else is known.</summary>
    public const string Default = "en";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Default, "it", "es"];

    /// <summary>A text in all languages but the default, by tag.</summary>
    public static IReadOnlyDictionary<string, string> Translate(Func<string, string> say) =>
        All.Where(language => language != Default).ToDictionary(language => language, say);

    /// <summary>The language that this tag names, however its letters are written; null for one in which ChatPay does not
    /// write.</summary>
    public static string? Of(string? tag) => All.FirstOrDefault(known => known.Equals(tag, StringComparison.OrdinalIgnoreCase));
}
