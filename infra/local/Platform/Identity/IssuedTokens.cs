using System.Text.Json;

namespace ChatPay.Local.Identity;

/// <summary>Caches the tokens of the last second. RS256 is deterministic: a repeated request while the clock stands still gets the
/// same token that signing again would produce, without the millisecond of processor time that a signature takes.</summary>
internal sealed class IssuedTokens
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private (long Second, string Key) _of;

    /// <param name="second">The second that the token is issued in.</param>
    /// <param name="key">The signing key's id.</param>
    /// <param name="says">Everything else that the token says.</param>
    /// <param name="sign">Signs the token.</param>
    public string GetOrSign(long second, string key, IEnumerable<string> says, Func<string> sign)
    {
        var name = JsonSerializer.Serialize(says);
        lock (_gate)
        {
            if (_of == (second, key) && _tokens.TryGetValue(name, out var issued))
                return issued;
        }

        var token = sign();
        lock (_gate)
        {
            if (_of != (second, key) || _tokens.Count == Most)
                _tokens.Clear();
            _of = (second, key);
            _tokens[name] = token;
        }

        return token;
    }
}
