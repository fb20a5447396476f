using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Meta's one-time verification that a webhook is ours: a GET with the verify token and a challenge.</summary>
internal static class MetaSubscription
{
    private const int MaxChallengeLength = 256;

    /// <summary>The challenge to answer with, as plain text; null if the request is not Meta's.</summary>
    public static string? Challenge(IQueryCollection query, string verifyToken)
    {
        if (verifyToken.Length == 0 || query["hub.mode"] != "subscribe")
            return null;
        if (query["hub.verify_token"] is not [{ } token]
            || query["hub.challenge"] is not [{ Length: > 0 and <= MaxChallengeLength } challenge])
            return null;

        // Compared as hashes, so that not even the length of the token shows in the timing.
        var same = CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(verifyToken)));
        return same ? challenge : null;
    }
}
