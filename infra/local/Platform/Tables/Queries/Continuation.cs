using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Queries;

/// <summary>Encodes keys for continuation headers: opaque to clients, and valid in a header whatever the key contains.</summary>
internal static class Continuation
{
    public static string Encode(string key)
    {
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));
        return string.Create(CultureInfo.InvariantCulture, $"1!{text.Length}!{text}");
    }

    public static string Decode(string token)
    {
        if (token.Length == 0)
            return "";
        try
        {
            var parts = token.Split('!');
            return parts is ["1", _, var text] ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : throw TableFault.InvalidInput();
        }
        catch (FormatException)
        {
            throw TableFault.InvalidInput();
        }
    }
}
