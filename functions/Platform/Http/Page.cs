using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most as many as were requested.</param>
/// <param name="Next">The cursor of the next page; absent at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The paging parameters of a list: <c>limit</c>, and a cursor that is opaque to callers.</summary>
public static class Paging
{
    /// <summary>The maximum page size.</summary>
    public const int MaxItems = 100;

    /// <summary>The default page size.</summary>
    public const int DefaultItems = 50;

    /// <summary>The requested page size.</summary>
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

    /// <summary>The position that a cursor encodes; null when the caller gave none.</summary>
    /// <exception cref="ProblemException">400: not a cursor of ours.</exception>
    public static string? Place(HttpRequest request) => request.Query[PagedAttribute.Cursor] switch
    {
        { Count: 0 } or [""] => null,
        [{ Length: <= 200 } cursor] when Base64Url.IsValid(cursor) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)),
        _ => throw CursorInvalid(),
    };

    /// <summary>The numeric position that a cursor encodes; zero when the caller gave none.</summary>
    /// <exception cref="ProblemException">400: not a cursor of ours.</exception>
    public static T NumberedPlace<T>(HttpRequest request)
        where T : struct, INumber<T> => Place(request) switch
        {
            null => T.Zero,
            var place when T.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw CursorInvalid(),
        };

    /// <summary>The cursor for a position.</summary>
    public static string Cursor(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    /// <summary>400: not a cursor of this list.</summary>
    public static ProblemException CursorInvalid() =>
        Problems.Malformed(
            "cursor-invalid",
            "'cursor' is no cursor of this list: use the 'next' of a page as it is, or leave it out.",
            PagedAttribute.Cursor);
}
