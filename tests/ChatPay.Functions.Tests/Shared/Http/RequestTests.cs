using Azure;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class RequestTests
{
    [Theory]
    [InlineData("8f14e45f-ceea-4d3a-b9a4-1f0c6d6f6b4e")]
    [InlineData("~")]
    public void IdempotencyKey_VisibleAscii_IsTaken(string key) => Assert.Equal(key, IdempotencyKey.Of(With(IdempotencyKey.Header, key)));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("tab\t")]
    public void IdempotencyKey_OtherCharacters_Is400(string key) =>
        Assert.Equal(
            "idempotency-key-invalid",
            Assert.Throws<ProblemException>(() => IdempotencyKey.Of(With(IdempotencyKey.Header, key))).Code);

    [Fact]
    public void IdempotencyKey_255Characters_IsTheLongest()
    {
        Assert.Equal(255, IdempotencyKey.Of(With(IdempotencyKey.Header, new string('k', 255))).Length);
        Assert.Throws<ProblemException>(() => IdempotencyKey.Of(With(IdempotencyKey.Header, new string('k', 256))));
    }

    [Fact]
    public void IdempotencyKey_MissingOrTwice_Is400()
    {
        Assert.Equal(
            "idempotency-key-missing",
            Assert.Throws<ProblemException>(() => IdempotencyKey.Of(new DefaultHttpContext().Request)).Code);
        Assert.Equal(
            "idempotency-key-invalid",
            Assert.Throws<ProblemException>(() => IdempotencyKey.Of(With(IdempotencyKey.Header, "a", "b"))).Code);
    }

    [Theory]
    [InlineData("  Mug, blue ☕ 👩‍👩‍👧  ", "Mug, blue ☕ 👩‍👩‍👧")]
    public void Text_OrdinaryLine_IsTrimmed(string text, string expected) => Assert.Equal(expected, Texts.Require(text, "title", 100));

    [Theory]
    [InlineData(null, "text-missing")]
    [InlineData(" \n ", "text-missing")]
    [InlineData("a\nb", "text-invalid")]
    [InlineData("a\u0000b", "text-invalid")]
    [InlineData("a\u202Eb", "text-invalid")]
    [InlineData("a\u200Fb", "text-invalid")]
    [InlineData("a\u061Cb", "text-invalid")]
    [InlineData("a\u2028b", "text-invalid")]
    [InlineData("a\ud800b", "text-invalid")]
    [InlineData("abcdefghijk", "text-too-long")]
    public void Text_NotALine_Is400WithTheField(string? text, string code)
    {
        var e = Assert.Throws<ProblemException>(() => Texts.Require(text, "title", 10));
        Assert.Equal((400, code, "title"), (e.Status, e.Code, e.Field));
    }

    [Fact]
    public void Message_OfSeveralLines_IsMeasuredInBytes()
    {
        Assert.Equal("a\nb\tc", Texts.RequireMessage("a\nb\tc", "text", 5));
        Assert.Equal("ééééé", Texts.RequireMessage("ééééé", "text", 10));
        Assert.Equal("text-too-long", Assert.Throws<ProblemException>(() => Texts.RequireMessage("éééééé", "text", 10)).Code);
        Assert.Equal("text-invalid", Assert.Throws<ProblemException>(() => Texts.RequireMessage("a\u001bb", "text", 10)).Code);
    }

    [Fact]
    public void IfMatch_Absent_IsUnconditional() => EntityTags.RequireMatch(new DefaultHttpContext().Request, new ETag("W/\"1\""));

    [Fact]
    public void IfMatch_OfTheVersionThatWasRead_Matches()
    {
        var version = new ETag("W/\"datetime'2026-03-01'\"");
        EntityTags.RequireMatch(With("If-Match", EntityTags.Of(version)), version);
        EntityTags.RequireMatch(With("If-Match", $"\"other\", {EntityTags.Of(version)}"), version);
        EntityTags.RequireMatch(With("If-Match", "*"), version);
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("nonsense")]
    public void IfMatch_OfAnotherVersion_Is412(string tag) =>
        Assert.Equal(
            412,
            Assert.Throws<ProblemException>(() => EntityTags.RequireMatch(With("If-Match", tag), new ETag("W/\"1\""))).Status);

    [Fact]
    public async Task OkUnlessKnown_SameBodyAgain_Is304()
    {
        var first = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await Answers.OkUnlessKnown(first.Request, new { text = "hello" }).ExecuteAsync(first);
        var again = new DefaultHttpContext { Request = { Headers = { IfNoneMatch = first.Response.Headers.ETag } } };
        await Answers.OkUnlessKnown(again.Request, new { text = "hello" }).ExecuteAsync(again);
        var changed = new DefaultHttpContext
        {
            Request = { Headers = { IfNoneMatch = first.Response.Headers.ETag } },
            Response = { Body = new MemoryStream() },
        };
        await Answers.OkUnlessKnown(changed.Request, new { text = "bye" }).ExecuteAsync(changed);

        Assert.Equal((200, 304, 200), (first.Response.StatusCode, again.Response.StatusCode, changed.Response.StatusCode));
        Assert.Equal("""{"text":"hello"}""", System.Text.Encoding.UTF8.GetString(((MemoryStream)first.Response.Body).ToArray()));
    }

    private static HttpRequest With(string header, params string[] values)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[header] = values;
        return request;
    }
}
