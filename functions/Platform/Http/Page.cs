using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">The cursor of the page after this one; absent at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>What a caller asks of a list: <c>limit</c>, and a cursor that is opaque to them.</summary>
public static class Paging
{
    /// <summary>The most items of a page.</summary>
    public const int MaxItems = 100;

    /// <summary>The items of a page when nothing is asked for.</summary>
    public const int DefaultItems = 50;

    /// <summary>How many items are wanted.</summary>
    /// <exception cref="ProblemException">400: not between 1 and 100.</exception>
    public static int Limit(HttpRequest request) =>
        request.Query[PagedAttribute.Limit] switch
        {
            { Count: 0 } => DefaultItems,
            [{ } text]
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxItems =>
                limit,
            _ => throw Problems.Malformed("limit-invalid", $"'limit' is a number from 1 to {MaxItems}.", "limit"),
        };

    /// <summary>The place that a cursor names; null when the caller gave none.</summary>
    /// <exception cref="ProblemException">400: no cursor of ours.</exception>
    public static string? Place(HttpRequest request) => request.Query[PagedAttribute.Cursor] switch
    {
        { Count: 0 } or [""] => null,
        [{ Length: <= 200 } cursor] when Base64Url.IsValid(cursor) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)),
        _ => throw CursorInvalid(),
    };

    /// <summary>The same of a list whose places are numbers; zero when the caller gave none.</summary>
    /// <exception cref="ProblemException">400: no cursor of ours.</exception>
    public static T NumberedPlace<T>(HttpRequest request)
        where T : struct, INumber<T> => Place(request) switch
        {
            null => T.Zero,
            var place when T.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw CursorInvalid(),
        };

    /// <summary>The cursor of a place.</summary>
    public static string Cursor(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    /// <summary>400: no cursor of this list.</summary>
    public static ProblemException CursorInvalid() =>
        Problems.Malformed(
            "cursor-invalid",
            "'cursor' is no cursor of this list: use the 'next' of a page as it is, or leave it out.",
            PagedAttribute.Cursor);
}
