using System.Text;
using ChatPay.Functions.Chat;

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
}
