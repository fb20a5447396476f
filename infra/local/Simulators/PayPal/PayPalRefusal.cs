using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>One entry of <c>details</c> in an error.</summary>
internal sealed record RefusalDetail(string Issue, string? Field = null, string? Value = null, string? Location = null);

/// <summary>
/// An error response of PayPal. Thrown within a transaction, it rolls that back. Messages and issue codes are those that the
/// published API description lists for the status (schemas <c>error_400</c> and following).
/// </summary>
internal sealed class PayPalRefusal(int status, string name, string message, params RefusalDetail[] details) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Further links of the response, besides the one to the documentation.</summary>
    public JsonArray? Links { get; set; }

    public static PayPalRefusal Invalid(string issue, string? field = null, string? value = null, string? location = "body") =>
        new(
            400,
            "INVALID_REQUEST",
            "Request is not well-formed, syntactically incorrect, or violates schema.",
            new RefusalDetail(issue, field, value, location));

    public static PayPalRefusal Unauthenticated() => new(
        401, "AUTHENTICATION_FAILURE", "Authentication failed due to missing authorization header, or invalid authentication credentials.");

    public static PayPalRefusal NotFound(string field, string value) => new(
        404,
        "RESOURCE_NOT_FOUND",
        "The specified resource does not exist.",
        new RefusalDetail("INVALID_RESOURCE_ID", field, value, "path"));

    public static PayPalRefusal InProgress() =>
        new(
            409,
            "RESOURCE_CONFLICT",
            "The server has detected a conflict while processing this request.",
            new RefusalDetail("PREVIOUS_REQUEST_IN_PROGRESS"));

    public static PayPalRefusal Unprocessable(string issue, string? field = null, string? value = null) => new(
        422,
        "UNPROCESSABLE_ENTITY",
        "The requested action could not be performed, semantically incorrect, or failed business validation.",
        new RefusalDetail(issue, field, value, field is null ? null : "body"));

    /// <summary>An error in the form of the older APIs (payouts), where the issue is prose.</summary>
    public static PayPalRefusal V1(int status, string name, string message, params RefusalDetail[] details) =>
        new(status, name, message, details);

    public ApiAnswer ToAnswer(string debugId)
    {
        var body = new JsonObject { ["name"] = name, ["message"] = Message, ["debug_id"] = debugId };
        if (details.Length > 0)
            body["details"] = new JsonArray([.. details.Select(Detail)]);
        body["links"] = Links ?? [];
        return new ApiAnswer(Status, body);
    }

    /// <summary>The error as a sentence, for callers that do not use HTTP.</summary>
    public string Describe() => $"PayPal refuses with {Status} {name}: {string.Join(", ", details.Select(d => d.Issue))}.";

    private static JsonObject Detail(RefusalDetail issue)
    {
        var detail = new JsonObject();
        if (issue.Field is { } field)
            detail["field"] = field;
        if (issue.Value is { } value)
            detail["value"] = value;
        if (issue.Location is { } location)
            detail["location"] = location;
        detail["issue"] = issue.Issue;
        return detail;
    }
}
