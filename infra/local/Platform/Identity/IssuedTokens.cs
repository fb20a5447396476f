using System.Text.Json;

namespace ChatPay.Local.Identity;

/// <summary>The tokens of the last second. RS256 signs what is the same the same way: whoever asks twice while the clock stands still gets
/// the very token that would be signed anew, without the millisecond of processor time that a signature takes.</summary>
internal sealed class IssuedTokens
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private (long Second, string Key) _of;

    /// <param name="second">Of which the token is.</param>
    /// <param name="key">What signs it.</param>
    /// <param name="says">All else that is in it.</param>
    /// <param name="sign">Makes it.</param>
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
