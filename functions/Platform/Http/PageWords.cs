using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The words of a server-rendered page or of a notice, in the reader's most preferred available language. They are in the
/// same files as those of the other pages: <c>words/{language}/{page}.json</c>.</summary>
internal sealed class PageWords
{
    private const string Shared = "plain";
    private static readonly ConcurrentDictionary<(string Language, string Page), FrozenDictionary<string, string>> Files = new();

    private readonly FrozenDictionary<string, string>[] _words;

    /// <param name="locale">Such as <c>it-CH</c>; its language must be available.</param>
    /// <param name="page">Such as <c>pay</c>; null for the words that all pages share.</param>
    public PageWords(string locale, string? page = null)
    {
        Locale = locale;
        _words = [.. (page is null ? Array.Empty<string>() : [page]).Append(Shared)
            .Select(file => Files.GetOrAdd((Language, file), of => Read(of.Language, of.Page)))];
    }

    /// <summary>The locale that the reader asked for, such as <c>en-GB</c>.</summary>
    public string Locale { get; }

    /// <summary>Such as <c>en</c>.</summary>
    public string Language => LanguageOf(Locale);

    /// <summary>The words for the reader of this request.</summary>
    public static PageWords For(HttpRequest request, string? page = null) => new(LocaleOf(request), page);

    /// <summary>The language of the page for this request, one of <see cref="Languages"/>; null when the caller does not say which it
    /// reads.</summary>
    public static string? AskedBy(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.Count == 0 ? null : LanguageOf(LocaleOf(request));

    /// <summary>Whether there are words for this key.</summary>
    public bool Knows(string key) => Find(key) is not null;

    /// <summary>The words of a key as plain text, with each {name} replaced. A key without words is returned itself.</summary>
    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Fill(Find(key) ?? key, values);

    /// <summary>The words of a key for this number, which is <c>{count}</c> in them.</summary>
    public string Counted(string key, int count) =>
        Text(key + (count == 1 ? "_one" : "_other"), ("count", count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The words of a key as HTML; the values must be HTML already.</summary>
    public string Html(string key, params ReadOnlySpan<(string Name, string Html)> values) =>
        Fill(WebUtility.HtmlEncode(Find(key) ?? key), values);

    /// <summary>The variant of a key for an order that is not shipped, if there are words for it.</summary>
    public string KeyFor(FulfilmentKind kind, string key) =>
        $"{key}.{kind.ToString().ToLowerInvariant()}" is var own && Knows(own) ? own : key;

    /// <summary>User text as HTML: encoded, with its own text direction.</summary>
    public static string Foreign(string text) => $"<bdi class=\"words\">{WebUtility.HtmlEncode(text)}</bdi>";

    private string Fill(string words, ReadOnlySpan<(string Name, string Value)> values)
    {
        // In one pass: a value may contain braces of its own.
        var filled = new System.Text.StringBuilder();
        for (var at = 0; at < words.Length;)
        {
            var (open, close) = (words.IndexOf('{', at), words.IndexOf('}', at));
            if (open < 0 || close < open)
                return filled.Append(words.AsSpan(at)).ToString();
            filled.Append(words.AsSpan(at, open - at));
            var name = words[(open + 1)..close];
            var value = words[open..(close + 1)];
            foreach (var (of, given) in values)
                value = of == name ? given : value;
            if (Language == "it" && BeginsWithVowel(value))
                Elide(filled);
            filled.Append(value);
            at = close + 1;
        }

        return filled.ToString();
    }

    // The day may be in an element.
    private static bool BeginsWithVowel(string value)
    {
        var day = value.AsSpan(value.StartsWith("<time", StringComparison.Ordinal) ? value.IndexOf('>', StringComparison.Ordinal) + 1 : 0);
        return day.StartsWith("8 ", StringComparison.Ordinal) || day.StartsWith("11 ", StringComparison.Ordinal);
    }

    // Italian says l’8 and all’11; kit/words.js does the same.
    private static void Elide(System.Text.StringBuilder text)
    {
        var before = text.ToString();
        if (before.EndsWith(" il ", StringComparison.Ordinal) || before is "il ")
            text.Length -= "il ".Length;
        else if (before.Length > 3 && before[^3] is 'a' or 'e' && before.EndsWith("l ", StringComparison.Ordinal))
            text.Length--;
        else
            return;
        text.Append("l’");
    }

    private string? Find(string key)
    {
        foreach (var file in _words)
        {
            if (file.TryGetValue(key, out var text))
                return text;
        }

        return null;
    }

    private static string LocaleOf(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(wanted => wanted.Quality is not 0)
        .OrderByDescending(wanted => wanted.Quality ?? 1)
        .Select(wanted => wanted.Value.Value ?? "")
        .FirstOrDefault(locale => Languages.All.Contains(LanguageOf(locale))) ?? Languages.Default;

    private static string LanguageOf(string locale) => locale.Split('-')[0].ToLowerInvariant();

    private static FrozenDictionary<string, string> Read(string language, string page)
    {
        using var file = PageFiles.Find($"words/{language}/{page}.json")!.Open();
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary();
    }
}
