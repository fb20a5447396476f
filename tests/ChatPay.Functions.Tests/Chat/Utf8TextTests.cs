using System.Text;
using ChatPay.Functions.Platform.Http;

namespace ChatPay.Functions.Tests.Chat;

public sealed class Utf8TextTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("0123456789", 10, "0123456789")]
    [InlineData("0123456789a", 10, "0123456…")]
    [InlineData("ééééé", 10, "ééééé")]
    [InlineData("éééééé", 10, "ééé…")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧", 25, "👩‍👩‍👧…")]
    public void Fit_CutsBetweenWholeCharacters(string text, int bytes, string expected)
    {
        Assert.Equal(expected, Utf8Text.Fit(text, bytes));
        Assert.InRange(Encoding.UTF8.GetByteCount(Utf8Text.Fit(text, bytes)), 0, bytes);
    }

    [Fact]
    public void Visible_KeepsLinesAndMarkup() => Assert.Equal("<b>a</b>\nb", Utf8Text.Visible(" <b>a\u0007</b>\nb\u2066 "));

    [Theory]
    [InlineData("", 10, "")]
    [InlineData("One. Two.", 10, "One. Two.")]
    [InlineData("One. Two. Three.", 10, "One. Two.|Three.")]
    [InlineData("Is it? Yes it is", 12, "Is it?|Yes it is")]
    [InlineData("one two three four", 10, "one two|three four")]
    [InlineData("line 1\nline 2", 9, "line 1|line 2")]
    [InlineData("0123456789abcdef", 10, "0123456789|abcdef")]
    [InlineData("注文です。注文です。", 20, "注文です。|注文です。")]
    public void Split_EndsAtSentencesOrWords(string text, int bytes, string pieces)
    {
        var split = Utf8Text.Split(text, bytes);

        Assert.Equal(pieces, string.Join('|', split));
        Assert.All(split, piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece), 1, bytes));
    }
}
