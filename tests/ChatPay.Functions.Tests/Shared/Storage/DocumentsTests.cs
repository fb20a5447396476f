using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Tests.Shared.Storage;

/// <summary>A document stored in a row is read back unchanged, and takes no more room than its text.</summary>
public sealed class DocumentsTests
{
    [Theory]
    [InlineData("😀")]
    [InlineData("\"\\\\u00e9\\\" \\uD83D 👩‍👩‍👧 \u2028 \uE000 é\n\t")]
    [InlineData("\\\\\\ud83d\\ude00")]
    public void Text_OfAnyKind_ComesBackAsItIs(string text)
    {
        var row = Documents.ToRow("p", "r", new { text });
        Assert.Equal(text, Documents.FromRow<JsonElement>(row).GetProperty("text").GetString());
    }

    [Fact]
    public void Emoji_TakesTwoCharactersAndNotTwelve() =>
        Assert.Equal("""{"text":"😀é"}""", Documents.ToRow("p", "r", new { text = "😀é" }).GetString("Doc"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Emojis_OverSeveralProperties_AreNotTornApart(int shift)
    {
        var text = new string('a', shift) + string.Concat(Enumerable.Repeat("😀", 50_000));
        var row = Documents.ToRow("p", "r", new { text });
        // Round-trips through the table's encoding, where an unpaired surrogate would become a question mark.
        foreach (var (name, value) in row.Where(p => p.Key.StartsWith("Doc", StringComparison.Ordinal)).ToList())
            row[name] = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes((string)value));
        Assert.Equal(text, Documents.FromRow<JsonElement>(new TableEntity(row)).GetProperty("text").GetString());
    }
}
