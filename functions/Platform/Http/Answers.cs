using Azure;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The responses of HTTP functions, as JSON with <see cref="ChatPayJson.Api"/>. The types of the bodies determine the
/// schemas in the API's description.</summary>
public static class Answers
{
    /// <summary>200 with the resource and the entity tag of its version.</summary>
    public static IResult Ok<T>(T body, ETag? version = null)
        where T : notnull =>
        Tagged(new JsonAnswer(StatusCodes.Status200OK, body), version);

    /// <summary>200 with something short-lived, such as a link that expires: it is not kept for a repeat of the request, which runs
    /// the command again.</summary>
    public static IResult OkForNow<T>(T body)
        where T : notnull => new JsonAnswer(StatusCodes.Status200OK, body) { IsOfTheMoment = true };

    /// <summary>201: it was created, and can be read at <paramref name="location"/>.</summary>
    public static IResult Created<T>(string location, T body, ETag? version = null)
        where T : notnull =>
        Tagged(new JsonAnswer(StatusCodes.Status201Created, body) { Location = location }, version);

    /// <summary>202: it will be done.</summary>
    public static IResult Accepted<T>(T body)
        where T : notnull => new JsonAnswer(StatusCodes.Status202Accepted, body);

    /// <summary>200 with an entity tag of the body and its version, or 304 when the caller has exactly this, which makes polling
    /// cheap.</summary>
    public static IResult OkUnlessKnown<T>(HttpRequest request, T body, ETag? version = null)
        where T : notnull
    {
        var answer = Tagged(new JsonAnswer(StatusCodes.Status200OK, body), version);
        answer.ETag ??= EntityTags.OfContent(answer.Json.Span);
        return EntityTags.IsKnown(request, answer.ETag) ? new NotModifiedAnswer(answer.ETag) : answer;
    }

    /// <summary>200 with a file that never changes at its URL, cacheable by everybody for a year; or 304 when the caller has
    /// it.</summary>
    public static IResult FileUnlessKnown(HttpRequest request, CompressedFile file) =>
        EntityTags.IsKnown(request, file.Tag)
            ? new NotModifiedAnswer($"W/{file.Tag}", FileAnswer.CacheControl)
            : new FileAnswer(file, request);

    /// <summary>204: done, no body.</summary>
    public static IResult NoContent() => new ContentAnswer(StatusCodes.Status204NoContent);

    /// <summary>200 without a body.</summary>
    public static IResult Ok() => new ContentAnswer(StatusCodes.Status200OK);

    /// <summary>200 with text that is not JSON.</summary>
    /// <param name="text">The body, sent in UTF-8.</param>
    /// <param name="mediaType">Such as <c>text/csv</c>.</param>
    public static IResult Text(string text, string mediaType) =>
        new ContentAnswer(StatusCodes.Status200OK, text, mediaType + "; charset=utf-8");

    /// <summary>303: redirects the browser to <paramref name="address"/> with a GET.</summary>
    public static IResult SeeOther(Uri address) => new SeeOtherAnswer(address);

    private static JsonAnswer Tagged(JsonAnswer answer, ETag? version)
    {
        answer.ETag = version is { } v ? EntityTags.Of(v, answer.Json.Span) : null;
        return answer;
    }
}
