using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Entity tags (RFC 9110, 8.8.3) and conditional requests. Table storage's own tags are weak and not allowed in
/// <c>If-Match</c>, so strong ones are derived from them.</summary>
public static class EntityTags
{
    /// <summary>The tag of a row's version.</summary>
    public static string Of(ETag version) => OfContent(Encoding.UTF8.GetBytes(version.ToString()));

    /// <summary>The tag of a row's version together with its representation, which can also change with time alone.</summary>
    public static string Of(ETag version, ReadOnlySpan<byte> content) => $"{Of(version)[..^1]}.{OfContent(content)[1..]}";

    /// <summary>The tag of a body.</summary>
    public static string OfContent(ReadOnlySpan<byte> content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";

    /// <summary>The tag of a body in JSON.</summary>
    public static string OfJson<T>(T body)
        where T : notnull => OfContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ChatPayJson.Api));

    /// <summary>Whether <c>If-None-Match</c> includes this tag.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    /// <summary>Checks <c>If-Match</c>; a request without it is unconditional.</summary>
    /// <exception cref="ProblemException">412: the caller decided on another version.</exception>
    public static void RequireMatch(HttpRequest request, ETag version) => RequireMatch(request, Of(version));

    /// <summary>Checks <c>If-Match</c> against a tag that was created here.</summary>
    /// <exception cref="ProblemException">412: the caller decided on another version.</exception>
    public static void RequireMatch(HttpRequest request, string current)
    {
        if (request.Headers.IfMatch.Count == 0)
            return;
        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var wanted)
            || !wanted.Any(w => w.Equals(EntityTagHeaderValue.Any) || (!w.IsWeak && IsOf(w.Tag.AsSpan(), current))))
        {
            throw new ProblemException(
                412,
                "version-stale",
                "It has changed since you read it: read it again and decide on what it is now.");
        }
    }

    /// <summary>Checks <c>If-Match</c> for a decision that requires having read the current version.</summary>
    /// <exception cref="ProblemException">428: <c>If-Match</c> is missing; 412: the caller decided on another version.</exception>
    public static void RequireMatchGiven(HttpRequest request, ETag version)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            throw new ProblemException(
                428,
                "if-match-missing",
                "Say what you have looked at: read it, and send its 'ETag' as 'If-Match'.",
                HeaderNames.IfMatch);
        }

        RequireMatch(request, version);
    }

    // The version alone, or with a representation.
    private static bool IsOf(ReadOnlySpan<char> tag, ReadOnlySpan<char> version) =>
        tag.SequenceEqual(version) || (tag.StartsWith(version[..^1]) && tag[version.Length - 1] == '.');
}
