using System.Text;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class BodyTests
{
    private const string Good =
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amount":"12.50","currency":"USD"}}],"kind":"ship"}""";

    [Fact]
    public async Task ReadAsync_WellFormed_IsRead()
    {
        var sample = await Read(Good);
        Assert.Equal("Mug", sample.Title);
        Assert.Equal(new Money(12_50, "USD"), Assert.Single(sample.Lines).UnitPrice);
        Assert.Null(sample.Note);
    }

    /// <summary>A misspelt amount must not become a refund of everything.</summary>
    [Theory]
    [InlineData("""{"later":1,"title":"Mug","lines":[],"kind":"ship"}""", "later")]
    [InlineData("""{"title":"Mug","lines":[{"qty":2,"unitPrice":{"amount":"1.00","currency":"USD"}}],"kind":"ship"}""", "lines[0].qty")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amuont":"1.00","currency":"USD"}}],"kind":"ship"}""",
        "lines[0].unitPrice.amuont")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"Amount":"1.00","currency":"USD"}}],"kind":"ship"}""",
        "lines[0].unitPrice.Amount")]
    public async Task ReadAsync_UnknownMember_IsNamed(string json, string field)
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => Read(json));
        Assert.Equal((400, "field-unknown", field), (e.Status, e.Code, e.Field));
        Assert.Contains("known are", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"title":"Mug","lines":[null],"kind":"ship"}""", "lines[0]")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amount":"1.00","currency":"USD"}},null],"kind":"ship"}""",
        "lines[1]")]
    public async Task ReadAsync_NullInside_NamesWhere(string json, string field)
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => Read(json));
        Assert.Equal((400, field), (e.Status, e.Field));
    }

    [Theory]
    [InlineData("""{"\ud800":1,"title":"Mug","lines":[],"kind":"ship"}""")]
    [InlineData("""{"title":"Mug","lines":[{"\udc00":1}],"kind":"ship"}""")]
    public async Task ReadAsync_NameWithHalfASurrogatePair_Is400(string json) =>
        Assert.Equal((400, "json-invalid"), await RefusalAsync(json));

    [Theory]
    [InlineData("""{"lines":[],"kind":"ship"}""", "title", "field-missing")]
    [InlineData("""{"title":"Mug","kind":"ship"}""", "lines", "field-missing")]
    [InlineData("""{"title":"Mug","lines":[{"quantity":2}],"kind":"ship"}""", "lines[0].unitPrice", "field-missing")]
    [InlineData("""{"title":null,"lines":[],"kind":"ship"}""", "title", "field-invalid")]
    [InlineData("""{"title":5,"lines":[],"kind":"ship"}""", "title", "field-invalid")]
    [InlineData("""{"title":"Mug","lines":{},"kind":"ship"}""", "lines", "field-invalid")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":"2","unitPrice":{"amount":"1.00","currency":"USD"}}],"kind":"ship"}""",
        "lines[0].quantity",
        "field-invalid")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2.5,"unitPrice":{"amount":"1.00","currency":"USD"}}],"kind":"ship"}""",
        "lines[0].quantity",
        "field-invalid")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":99999999999,"unitPrice":{"amount":"1.00","currency":"USD"}}],"kind":"ship"}""",
        "lines[0].quantity",
        "field-invalid")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amount":"1.0","currency":"USD"}}],"kind":"ship"}""",
        "lines[0].unitPrice.amount",
        "amount-invalid")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amount":1.0,"currency":"USD"}}],"kind":"ship"}""",
        "lines[0].unitPrice.amount",
        "amount-invalid")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amount":"1.00","currency":"XYZ"}}],"kind":"ship"}""",
        "lines[0].unitPrice.currency",
        "currency-invalid")]
    [InlineData("""{"title":"Mug","lines":[],"kind":"teleport"}""", "kind", "field-invalid")]
    [InlineData("""{"title":"Mug","lines":[],"kind":0}""", "kind", "field-invalid")]
    [InlineData("""{"title":"\ud800","lines":[],"kind":"ship"}""", "title", "field-invalid")]
    public async Task ReadAsync_OneMistake_NamesTheField(string json, string field, string code)
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => Read(json));
        Assert.Equal((400, code, field), (e.Status, e.Code, e.Field));
        Assert.DoesNotContain("System.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ChatPay.", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A client developer sees all mistakes at once, instead of one per attempt.</summary>
    [Fact]
    public async Task ReadAsync_ManyMistakes_NamesThemAll()
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => Read("""
            {"title":5,"lines":[{"qty":2,"quantity":"2","unitPrice":{"amount":"1.0","currency":"USD"}},null,{"quantity":1}],"more":true}
            """));

        Assert.Equal(
            [
                ("title", "field-invalid"), ("lines[0].qty", "field-unknown"), ("lines[0].quantity", "field-invalid"),
                ("lines[0].unitPrice.amount", "amount-invalid"), ("lines[1]", "field-invalid"),
                ("lines[2].unitPrice", "field-missing"), ("more", "field-unknown"), ("kind", "field-missing"),
            ],
            e.Errors.Select(error => (error.Field, error.Code)));
        Assert.Equal((400, "field-invalid", "title", e.Errors[0].Detail), (e.Status, e.Code, e.Field, e.Message));
    }

    /// <summary>A response must not become many times larger than the body.</summary>
    [Fact]
    public async Task ReadAsync_AThousandMistakes_NamesTwenty()
    {
        var lines = string.Join(',', Enumerable.Repeat("""{"quantity":"x"}""", 1_000));
        var e = await Assert.ThrowsAsync<ProblemException>(() => Read($$"""{"title":"Mug","lines":[{{lines}}],"kind":"ship"}"""));
        Assert.Equal(20, e.Errors.Count);
    }

    [Theory]
    [InlineData("""{"title":"a","title":"b","lines":[],"kind":"ship"}""")]
    [InlineData("""{"title":"a","Title":"b","lines":[],"kind":"ship"}""")]
    [InlineData(
        """{"title":"Mug","lines":[{"quantity":2,"unitPrice":{"amount":"1.00","amount":"9.00","currency":"USD"}}],"kind":"ship"}""")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("""{"title":"Mug","lines":[],"kind":"ship"} trailing""")]
    [InlineData("""{"title":"Mug","lines":[],"kind":"ship",}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")]
    public async Task ReadAsync_NotTheJsonExpected_Is400(string json) =>
        Assert.Equal(400, (await Assert.ThrowsAsync<ProblemException>(() => Read(json))).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task ReadAsync_OtherContentType_Is415(string? contentType) =>
        Assert.Equal(415, (await Assert.ThrowsAsync<ProblemException>(() => Read(Good, contentType))).Status);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_MoreThan64KiB_Is413WhetherOrNotItsLengthIsSaid(bool saysLength) => Assert.Equal(
        413, (await Assert.ThrowsAsync<ProblemException>(() => Read($"\"{new string('a', 64 * 1024)}\"", saysLength: saysLength))).Status);

    [Fact]
    public async Task ReadAsync_Exactly64KiB_IsRead()
    {
        var room = Body.Limit - Encoding.UTF8.GetByteCount(Good.Replace("Mug", "", StringComparison.Ordinal));
        var sample = await Read(Good.Replace("Mug", new string('a', room), StringComparison.Ordinal), saysLength: false);
        Assert.Equal(room, sample.Title.Length);
    }

    /// <summary>A body that never ended once held its call for as long as its sender liked.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task ReadAsync_OfABodyThatStalls_EndsAtItsDeadline(int sent)
    {
        var clock = new FakeTimeProvider();
        var request = await StalledBody.OfAsync(sent, clock);
        request.ContentType = "application/json";
        var reading = Body.ReadAsync<Sample>(request, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal((408, "body-too-slow"), (refused.Status, refused.Code));
    }

    /// <summary>A caller who has gone is not told of a deadline.</summary>
    [Fact]
    public async Task ReadAsync_OfABodyWhoseSenderHasGone_IsCanceled()
    {
        var clock = new FakeTimeProvider();
        var request = await StalledBody.OfAsync(100, clock);
        using var gone = new CancellationTokenSource();
        var reading = Body.ReadBytesAsync(request, Body.Limit, gone.Token);

        gone.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    /// <summary>The server has a deadline of its own, for bodies that trickle.</summary>
    [Fact]
    public void Body_ThatTricklesTooSlowlyForTheServer_IsTooSlow()
    {
        var refused = Failures.ToProblem(new BadHttpRequestException("Too slow.", StatusCodes.Status408RequestTimeout));
        Assert.Equal((408, "body-too-slow"), (refused.Status, refused.Code));
    }

    private static async Task<(int, string)> RefusalAsync(string json)
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => Read(json));
        return (e.Status, e.Code);
    }

    private static Task<Sample> Read(string json, string? contentType = "application/json; charset=utf-8", bool saysLength = true)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var http = new DefaultHttpContext
        {
            Request =
            {
                ContentType = contentType,
                Body = new MemoryStream(bytes),
                ContentLength = saysLength ? bytes.Length : null,
            },
        };
        return Body.ReadAsync<Sample>(http.Request, TestContext.Current.CancellationToken);
    }

    private sealed record Sample(string Title, IReadOnlyList<SampleLine> Lines, SampleKind Kind, string? Note = null);

    private sealed record SampleLine(int Quantity, Money UnitPrice);

    private enum SampleKind { Ship, Pickup }
}
