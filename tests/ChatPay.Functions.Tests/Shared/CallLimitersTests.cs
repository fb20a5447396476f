using ChatPay.Functions.Platform.Limits;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>The buckets fill on the machine's clock, which no test can move: the bucket of a caller tells that time has passed.</summary>
public sealed class CallLimitersTests
{
    /// <summary>A bucket fills continuously. A tenth of a call in it once let each guess through that came a tenth of a second after
    /// the last.</summary>
    [Fact]
    public async Task Address_WithoutAWholeCallLeft_Waits()
    {
        using var limiters = new CallLimiters(Options.Create(new RateLimits { CallsPerAddress = 1, CallsPerCaller = 60 }));
        while (limiters.OfCaller("clock") is null)
        {
            // Until it is empty.
        }

        Assert.Null(limiters.BeginUnverified("203.0.113.9"));
        limiters.EndUnverified("203.0.113.9", wasGuess: true);
        var asked = 0;
        while (limiters.OfCaller("clock") is not null)
        {
            Assert.NotNull(limiters.BeginUnverified("203.0.113.9"));
            asked++;
            await Task.Yield();
        }

        Assert.True(asked > 0);
    }

    /// <summary>Limits of 61 to 119 once refilled at 60 a minute, and those of 121 to 179 at 120.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(90)]
    [InlineData(119)]
    [InlineData(150)]
    [InlineData(600)]
    public void Bucket_OfAnyLimit_RefillsAtThatLimit(int aMinute)
    {
        var bucket = CallLimiters.BucketOf(aMinute);
        Assert.Equal(aMinute, bucket.TokensPerPeriod * (TimeSpan.FromMinutes(1) / bucket.ReplenishmentPeriod), tolerance: 0.001);
    }
}
