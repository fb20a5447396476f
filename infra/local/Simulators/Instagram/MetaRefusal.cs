using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>An error response of the Graph API.</summary>
internal sealed class MetaRefusal(int status, string type, int code, int? subcode, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static MetaRefusal BadToken() => new(401, "OAuthException", 190, null, "Invalid OAuth access token - Cannot parse access token");

    public static MetaRefusal BadParameter(string message) => new(400, "OAuthException", 100, null, message);

    public static MetaRefusal UnknownUser() => new(400, "OAuthException", 100, 2534014, "The requested user cannot be found.");

    /// <summary>More than 24 hours since the person's last message (seven days under the human agent tag).</summary>
    public static MetaRefusal WindowClosed() => new(400, "OAuthException", 10, 2534022, "This message is sent outside of allowed window.");

    /// <summary>The person has blocked the account, or no longer exists.</summary>
    public static MetaRefusal NotAvailable() => new(400, "OAuthException", 551, 1545041, "This person isn't available right now.");

    public static MetaRefusal TooMany() => new(429, "OAuthException", 613, null, "Calls to this api have exceeded the rate limit.");

    public static MetaRefusal Broken(int status) =>
        new(status, "OAuthException", 2, null, "An unexpected error has occurred. Please retry your request later.");

    public JsonObject ToBody(string trace)
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = type, ["code"] = code };
        if (subcode is { } number)
            error["error_subcode"] = number;
        error["fbtrace_id"] = trace;
        return new JsonObject { ["error"] = error };
    }
}
