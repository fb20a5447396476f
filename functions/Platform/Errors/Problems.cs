using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Platform.Errors;

/// <summary>The refusals that many use cases share, by HTTP status.</summary>
public static class Problems
{
    /// <summary>The most bytes that a request body may have, except for webhooks.</summary>
    internal const int BodyLimit = 64 * 1024;

    private const int Mebibyte = 1024 * 1024;

    /// <summary>400: the request is malformed.</summary>
    public static ProblemException Malformed(string code, string detail, string? field = null) => new(400, code, detail, field);

    /// <summary>404: it does not exist, or is not visible to this caller; the response is the same.</summary>
    public static ProblemException NotFound(string what) =>
        new(404, "not-found", $"There is no such {what}, or it is not yours: check the id and the token.");

    /// <summary>409: the state does not allow it.</summary>
    public static ProblemException Conflict(string code, string detail, string? currentStatus = null) =>
        new(409, code, detail, currentStatus: currentStatus);

    /// <summary>409: the order's status does not allow it.</summary>
    internal static ProblemException Conflict(string code, string detail, OrderStatus status) =>
        Conflict(code, detail, EnumNames.Of(status));

    /// <summary>422: well formed, but a rule refuses it.</summary>
    public static ProblemException Refused(string code, string detail, string? field = null) => new(422, code, detail, field);

    /// <summary>The problem for a refused transition: 404, 409 or 422, according to <see cref="RefusalKind"/>.</summary>
    internal static ProblemException Of(Refusal refusal, OrderStatus current) => Of(refusal, EnumNames.Of(current));

    /// <summary>The problem for a refused transition of a seller, in the same way.</summary>
    internal static ProblemException Of(Refusal refusal, SellerState? current) =>
        Of(refusal, current is { } state ? EnumNames.Of(state) : null);

    /// <summary>400: the body ended early, or is not valid HTTP.</summary>
    internal static ProblemException Unreadable() =>
        Malformed("request-malformed", "The request could not be read: it ended early or is no valid HTTP.");

    /// <summary>408: the body took too long to arrive.</summary>
    internal static ProblemException TooSlow() =>
        new(408, "body-too-slow", "The body took too long to arrive: send it again. Nothing was done.");

    /// <summary>413: the body exceeds this many bytes.</summary>
    internal static ProblemException TooLarge(int limit) =>
        new(
            413,
            "body-too-large",
            $"The body is larger than {(limit < Mebibyte ? $"{limit / 1024} KiB" : $"{limit / Mebibyte} MiB")}: send less in one request.");

    /// <summary>503: a dependency is down; nothing is lost, and the same request can be sent again.</summary>
    public static ProblemException Unavailable(string what) =>
        new(503, "unavailable", $"{what} cannot be reached now. Nothing was lost: send the same request again shortly.")
        {
            RetryAfterSeconds = 5,
        };

    private static ProblemException Of(Refusal refusal, string? current) => refusal.Kind switch
    {
        RefusalKind.NotFound => new ProblemException(404, refusal.Code, refusal.Detail),
        RefusalKind.Rule => Refused(refusal.Code, refusal.Detail, refusal.Field),
        _ => Conflict(refusal.Code, refusal.Detail, current),
    };
}
