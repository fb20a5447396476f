using System.Security.Cryptography;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Ids that tie an answer to a report of it.</summary>
internal static class RequestId
{
    public static string Next() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D");
}
