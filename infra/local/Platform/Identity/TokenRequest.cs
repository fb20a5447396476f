using System.Text.Json;

namespace ChatPay.Local.Identity;

/// <summary>Who a token is asked for. The names are those of the JSON body of <c>POST /token</c>.</summary>
/// <param name="Subject"><c>sub</c>: the persona.</param>
/// <param name="Roles"><c>roles</c>: what the persona is; may be empty.</param>
/// <param name="Audience"><c>audience</c>: whom the token is for; the issuer's own audience when null.</param>
/// <param name="Lifetime"><c>lifetime</c>: seconds, an hour when null.</param>
/// <param name="Claims"><c>claims</c>: further claims by name.</param>
internal sealed record TokenRequest(
    string Subject, IReadOnlyList<string> Roles, string? Audience, TimeSpan? Lifetime, IReadOnlyDictionary<string, object>? Claims)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public static TokenRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The body must be a JSON object with \"sub\".");
        if (Member(body, "sub", JsonValueKind.String)?.GetString() is not { Length: > 0 } subject)
            throw new FormatException("\"sub\" is required.");

        TimeSpan? lifetime = null;
        if (Member(body, "lifetime", JsonValueKind.Number) is { } seconds)
        {
            lifetime = seconds.TryGetInt32(out var given) && given > 0 && given <= Longest.TotalSeconds
                ? TimeSpan.FromSeconds(given)
                : throw new FormatException("\"lifetime\" must be a number of seconds between 1 and 31622400.");
        }

        return new TokenRequest(
            subject,
            [.. Member(body, "roles", JsonValueKind.Array)?.EnumerateArray().Select(Role) ?? []],
            Member(body, "audience", JsonValueKind.String)?.GetString(),
            lifetime,
            Member(body, "claims", JsonValueKind.Object)?.EnumerateObject().ToDictionary(c => c.Name, c => (object)c.Value.Clone()));
    }

    private static string Role(JsonElement role) => role.ValueKind == JsonValueKind.String
        ? role.GetString()!
        : throw new FormatException("\"roles\" must be texts.");

    private static JsonElement? Member(JsonElement body, string name, JsonValueKind kind)
    {
        if (!body.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null)
            return null;
        return found.ValueKind == kind ? found : throw new FormatException($"\"{name}\" must be a JSON {kind.ToString().ToLowerInvariant()}.");
    }
}
