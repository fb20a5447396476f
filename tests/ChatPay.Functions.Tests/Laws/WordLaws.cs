using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The texts of the pages are complete in every language.</summary>
public sealed partial class WordLaws
{
    private static readonly string Folder = Path.Combine(Here(), "..", "..", "..", "functions", "Features", "Pages", "wwwroot", "words");

    public static TheoryData<string, string> Translations() =>
    [
        .. from language in new[] { "it", "es" }
           from file in Directory.EnumerateFiles(Path.Combine(Folder, "en"), "*.json")
           select (language, Path.GetFileName(file)),
    ];

    [Theory]
    [MemberData(nameof(Translations))]
    public void Words_OfALanguage_AreThoseOfEnglish(string language, string file)
    {
        var (english, translated) = (Read("en", file), Read(language, file));
        Assert.Equal(english.Keys.Order(), translated.Keys.Order());
        // The singular form needs no number.
        Assert.All(english.Where(word => !word.Key.EndsWith("_one", StringComparison.Ordinal)), word =>
            Assert.Equal(Places(word.Value), Places(translated[word.Key])));
    }

    // The format of a carrier's numbers is explained in every language.
    [Fact]
    public void Form_OfACarriersNumbers_HasWords() => Assert.Equal(
        Carriers.Known.Select(carrier => ($"carrier-form.{carrier.Code}", carrier.Form)).Order(),
        Read("en", "carriers.json").Select(word => (word.Key, word.Value)).Order());

    // The placeholders are the same in every language, in any order.
    private static IEnumerable<string> Places(string words) => Place().Matches(words).Select(m => m.Value).Distinct().Order();

    private static Dictionary<string, string> Read(string language, string file) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Folder, language, file)))!;

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
