using System.Globalization;
using System.Security.Cryptography;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Ids that tie an answer to a report of it: of this run, and counted.</summary>
internal static class RequestId
{
    private static readonly string Run = new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D")[..24];
    private static long _last;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Run}{Interlocked.Increment(ref _last):x12}");
}
