using System.Globalization;
using System.Security.Cryptography;

namespace ChatPay.Benchmarks.Orders;

/// <summary>Instance ids of equal length: ascending, or random, which spreads neighbouring rows over the file.</summary>
internal sealed class OrderIds(bool random, string prefix = "")
{
    public const int Length = 24;

    private long _last;

    public string Next() => prefix + (random
        ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length))[..(Length - prefix.Length)]
        : Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture).PadLeft(Length - prefix.Length, '0'));
}
