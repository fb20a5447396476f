using System.Net;
using ChatPay.Functions.Platform.Limits;

namespace ChatPay.Functions.Tests.Shared.Limits;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1%4", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void Address_IsLimitedAsWhatItsOwnerHas(string address, string limited) =>
        Assert.Equal(limited, CallerAddress.Of(IPAddress.Parse(address)));
}
