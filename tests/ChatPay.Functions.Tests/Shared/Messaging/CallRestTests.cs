using ChatPay.Functions.Platform.Messaging;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Shared.Messaging;

/// <summary>A service that timed out is not called for a while, even if the wall clock is changed.</summary>
public sealed class CallRestTests
{
    [Fact]
    public void Rest_LastsAsLongAsItSays()
    {
        var time = new FakeTimeProvider();
        var rest = new CallRest(time, TimeSpan.FromSeconds(30));
        Assert.False(rest.IsOn);
        rest.Begin();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(rest.IsOn);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rest.IsOn);
    }
}
