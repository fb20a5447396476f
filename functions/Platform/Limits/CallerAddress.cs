using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>What is limited as one address.</summary>
internal static class CallerAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The IPv4 address, or the /64 network of the IPv6 address: whoever has one address of it has all 2⁶⁴, and could guess
    /// from a new one each time. The worker has replaced the connection's address with the last entry of <c>X-Forwarded-For</c>, which
    /// Azure's front end has set. What is left in the header is only the caller's claim.</summary>
    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <inheritdoc cref="Of(HttpContext)"/>
    public static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes).ToString() + "/64";
    }
}
