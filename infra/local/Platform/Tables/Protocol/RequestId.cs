using System.Globalization;
using System.Security.Cryptography;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Generates request ids: one prefix per run, and a counter.</summary>
internal static class RequestId
{
    private static readonly string Run = new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D")[..24];
    private static long _last;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Run}{Interlocked.Increment(ref _last):x12}");
}
