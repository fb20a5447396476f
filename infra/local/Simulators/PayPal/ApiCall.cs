using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>A response of the API; a null body is sent as an empty one.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body);

/// <summary>A parsed request to the API.</summary>
/// <param name="Operation">The operation's name, as used in faults.</param>
/// <param name="Http">The HTTP context.</param>
/// <param name="Ids">The ids in the path, in order.</param>
/// <param name="RawBody">The raw body.</param>
internal sealed record ApiCall(string Operation, HttpContext Http, IReadOnlyList<string> Ids, byte[] RawBody)
{
    /// <summary>The idempotency key; null when none was sent.</summary>
    public string? RequestId => Http.Request.Headers["PayPal-Request-Id"] is [{ Length: > 0 } id] ? id : null;

    /// <summary>Whether the client wants the full resource.</summary>
    public bool Representation =>
        Http.Request.Headers["Prefer"].ToString().Contains("return=representation", StringComparison.OrdinalIgnoreCase);

    /// <summary>Identifies the request: equal for repeats of one request under the same key.</summary>
    public string Fingerprint => Http.Request.Path + " " + Convert.ToHexString(SHA256.HashData(RawBody));

    /// <summary>Parses the body as a JSON object; an empty one reads as <c>{}</c>.</summary>
    /// <exception cref="PayPalRefusal">The body is not a JSON object.</exception>
    public JsonObject Body() => RawBody.Length == 0 ? [] : Parse() as JsonObject ?? throw PayPalRefusal.Invalid("MALFORMED_REQUEST_JSON");

    /// <summary>Parses the body as a JSON Patch.</summary>
    /// <exception cref="PayPalRefusal">The body is not a JSON array.</exception>
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
