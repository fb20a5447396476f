using System.Text.Json;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>Times in responses once had an offset and seven fractional digits, which some clients cannot read.</summary>
public sealed class TimesOfTheApiTests
{
    [Theory]
    [InlineData("2026-03-09T09:00:00Z", "2026-03-09T09:00:00Z")]
    [InlineData("2026-03-09T09:00:00.1234567Z", "2026-03-09T09:00:00.123Z")]
    [InlineData("2026-03-09T11:00:00.500+02:00", "2026-03-09T09:00:00.5Z")]
    [InlineData("2026-03-09T00:30:00.9999999-01:00", "2026-03-09T01:30:00.999Z")]
    public void Time_InAnAnswer_IsInUtcWithMillisecondsAtMost(string at, string written)
    {
        DateTimeOffset? time = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(time.Value, ChatPayJson.Api));
        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(time, ChatPayJson.Api));
    }

    [Fact]
    public void Time_ThatIsKept_LosesNothing()
    {
        var time = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero).AddTicks(1);

        Assert.Equal(
            time,
            JsonSerializer.Deserialize<DateTimeOffset>(JsonSerializer.Serialize(time, ChatPayJson.Stored), ChatPayJson.Stored));
    }

    [Theory]
    [InlineData("2026-03-09T09:00:00Z", true)]
    [InlineData("2026-03-09T11:00:00+02:00", true)]
    [InlineData("2026-03-09T07:00-02:00", true)]
    [InlineData("2026-03-09T09:00:00", false)]
    [InlineData("2026-03-09", false)]
    [InlineData("tomorrow", false)]
    public void Time_InARequest_NeedsItsOffset(string sent, bool isRead)
    {
        var json = JsonSerializer.Serialize(sent);

        if (isRead)
            Assert.Equal(new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero), JsonSerializer.Deserialize<DateTimeOffset>(json, ChatPayJson.Api));
        else
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, ChatPayJson.Api));
    }
}
