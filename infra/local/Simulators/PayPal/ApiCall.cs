using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>An answer of the API; no body is an empty one.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body);

/// <summary>A request to the API, read.</summary>
/// <param name="Operation">Its name, as faults are named.</param>
/// <param name="Http">The request itself.</param>
/// <param name="Ids">The ids of its path, in order.</param>
/// <param name="RawBody">The body as it came.</param>
internal sealed record ApiCall(string Operation, HttpContext Http, IReadOnlyList<string> Ids, byte[] RawBody)
{
    /// <summary>The idempotency key; null when none was sent.</summary>
    public string? RequestId => Http.Request.Headers["PayPal-Request-Id"] is [{ Length: > 0 } id] ? id : null;

    /// <summary>The full resource was asked for.</summary>
    public bool Representation =>
        Http.Request.Headers["Prefer"].ToString().Contains("return=representation", StringComparison.OrdinalIgnoreCase);

    /// <summary>Two requests with one key are the same when this is.</summary>
    public string Fingerprint => Http.Request.Path + " " + Convert.ToHexString(SHA256.HashData(RawBody));

    /// <summary>The body, which has to be a JSON object; an empty one reads as <c>{}</c>.</summary>
    /// <exception cref="PayPalRefusal">It is something else.</exception>
    public JsonObject Body() => RawBody.Length == 0 ? [] : Parse() as JsonObject ?? throw PayPalRefusal.Invalid("MALFORMED_REQUEST_JSON");

    /// <summary>The body of a JSON patch.</summary>
    /// <exception cref="PayPalRefusal">It is something else.</exception>
    public JsonArray Patch() => Parse() as JsonArray ?? throw PayPalRefusal.Invalid("MALFORMED_REQUEST_JSON");

    private JsonNode? Parse()
    {
        if (!Http.Request.HasJsonContentType())
            throw new PayPalRefusal(415, "UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type.");
        try
        {
            return JsonNode.Parse(RawBody, documentOptions: new System.Text.Json.JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (System.Text.Json.JsonException)
        {
            throw PayPalRefusal.Invalid("MALFORMED_REQUEST_JSON");
        }
    }
}
