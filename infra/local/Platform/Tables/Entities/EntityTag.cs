using System.Globalization;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Entities;

/// <summary>ETags: the entity's timestamp, quoted and escaped like the service's.</summary>
internal static class EntityTag
{
    private const string Start = "W/\"datetime'";
    private const string End = "'\"";

    // Equals Uri.EscapeDataString for a time: only the colons are escaped.
    public static string Of(long stamp) =>
        Start + new DateTime(stamp, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH'%3A'mm'%3A'ss.fffffffZ", CultureInfo.InvariantCulture) + End;

    public static string Time(long stamp) =>
        new DateTime(stamp, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    /// <summary>Whether an If-Match header names this state of the entity.</summary>
    public static bool Matches(string ifMatch, long stamp)
    {
        if (ifMatch == "*" || ifMatch == Of(stamp))
            return true;
        if (!ifMatch.StartsWith(Start, StringComparison.Ordinal) || !ifMatch.EndsWith(End, StringComparison.Ordinal))
            throw TableFault.InvalidInput(
                $"The etag value '{ifMatch}' specified in one of the request headers is not valid. Please make sure only one etag value "
                    + "is specified and is valid.");
        return string.Equals(Uri.UnescapeDataString(ifMatch[Start.Length..^End.Length]), Time(stamp), StringComparison.OrdinalIgnoreCase);
    }
}
