using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Local.Identity;

/// <summary>
/// A request for a token. The names are those of the body of <c>POST /token</c>: a JSON object, or a form
/// (<c>sub=seller-1&amp;roles=seller</c>), which needs no quoting in any shell.
/// </summary>
/// <param name="Subject"><c>sub</c>: the persona.</param>
/// <param name="Roles"><c>roles</c>: the persona's roles; may be empty.</param>
/// <param name="Audience"><c>audience</c>: the token's audience; the issuer's default when null.</param>
/// <param name="Lifetime"><c>lifetime</c>: seconds, an hour when null.</param>
/// <param name="Claims"><c>claims</c>: further claims by name.</param>
internal sealed record TokenRequest(
    string Subject, IReadOnlyList<string> Roles, string? Audience, TimeSpan? Lifetime, IReadOnlyDictionary<string, object>? Claims)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Reads a body regardless of its content type: a leading brace means JSON.</summary>
    /// <exception cref="FormatException">The request is invalid; the message says what is wrong.</exception>
    /// <exception cref="JsonException">The body begins like JSON, but is not valid JSON.</exception>
    public static TokenRequest Read(string body)
    {
        if (!body.TrimStart().StartsWith('{') && body.Contains('=', StringComparison.Ordinal))
            return ReadForm(QueryHelpers.ParseQuery(body));
        using var json = JsonDocument.Parse(body);
        return ReadJson(json.RootElement);
    }

    private static TokenRequest ReadForm(Dictionary<string, StringValues> form)
    {
        if (form.Keys.FirstOrDefault(name => name is not ("sub" or "roles" or "audience" or "lifetime")) is { } unknown)
            throw new FormatException(
                $"\"{unknown}\" is not known in a form: sub, roles, audience and lifetime are. Send JSON for \"claims\".");
        if (!form.TryGetValue("sub", out var sub) || sub.ToString() is not { Length: > 0 } subject)
            throw new FormatException("\"sub\" is required.");
        TimeSpan? lifetime = form.TryGetValue("lifetime", out var seconds)
            ? LifetimeOf(int.TryParse(seconds.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0)
            : null;
        var roles = form.TryGetValue("roles", out var named) ? named.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        return new TokenRequest(
            subject,
            roles,
            form.TryGetValue("audience", out var audience) ? audience.ToString() : null,
            lifetime,
            Claims: null);
    }

    private static TokenRequest ReadJson(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The body must be a JSON object with \"sub\".");
        if (Member(body, "sub", JsonValueKind.String)?.GetString() is not { Length: > 0 } subject)
            throw new FormatException("\"sub\" is required.");

        TimeSpan? lifetime = Member(body, "lifetime", JsonValueKind.Number) is { } seconds
            ? LifetimeOf(seconds.TryGetInt32(out var given) ? given : 0)
            : null;
        return new TokenRequest(
            subject,
            [.. Member(body, "roles", JsonValueKind.Array)?.EnumerateArray().Select(Role) ?? []],
            Member(body, "audience", JsonValueKind.String)?.GetString(),
            lifetime,
            Member(body, "claims", JsonValueKind.Object)?.EnumerateObject().ToDictionary(c => c.Name, c => (object)c.Value.Clone()));
    }

    private static TimeSpan LifetimeOf(int seconds) => seconds > 0 && seconds <= Longest.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new FormatException("\"lifetime\" must be a number of seconds between 1 and 31622400.");

    private static string Role(JsonElement role) => role.ValueKind == JsonValueKind.String
        ? role.GetString()!
        : throw new FormatException("\"roles\" must be strings.");

    private static JsonElement? Member(JsonElement body, string name, JsonValueKind kind)
    {
        if (!body.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null)
            return null;
        return found.ValueKind == kind
            ? found
            : throw new FormatException($"\"{name}\" must be a JSON {kind.ToString().ToLowerInvariant()}.");
    }
}
