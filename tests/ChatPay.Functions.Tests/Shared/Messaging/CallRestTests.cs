using ChatPay.Functions.Platform.Messaging;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Shared.Messaging;

/// <summary>Who did not answer is left alone for a while, whatever becomes of the wall clock.</summary>
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
