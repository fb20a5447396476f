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

        Assert.Null(limiters.WaitOfAddress("203.0.113.9"));
        Assert.Null(limiters.OfAddress("203.0.113.9"));
        var asked = 0;
        while (limiters.OfCaller("clock") is not null)
        {
            Assert.NotNull(limiters.WaitOfAddress("203.0.113.9"));
            asked++;
            await Task.Yield();
        }

        Assert.True(asked > 0);
    }
}
