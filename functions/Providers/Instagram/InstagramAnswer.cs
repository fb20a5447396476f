using System.Net;
using System.Text.Json;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>The response to one attempt.</summary>
internal sealed record InstagramAnswer(HttpStatusCode? Status, byte[] Body, TimeSpan? RetryAfter = null, Exception? Failure = null)
{
    /// <summary>Meta's rate-limit codes: per app, per user, per page, custom, and per business use case (Instagram and
    /// messaging).</summary>
    private static readonly int[] RateCodes = [4, 17, 32, 613, 80002, 80006];

    /// <summary>Meta's codes for "unknown" and "temporarily down".</summary>
    private static readonly int[] PassingCodes = [1, 2];

    /// <summary>The error in the response; all null when there is none that can be parsed.</summary>
    public MetaError Error { get; } = Read(Body);

    public bool IsSuccess => (int?)Status is >= 200 and < 300;

    /// <summary>Rejected before anything was done.</summary>
    public bool IsRateLimit =>
        !IsSuccess && (Status == HttpStatusCode.TooManyRequests || (Error.Code is { } code && RateCodes.Contains(code)));

    /// <summary>The request was never sent: no connection was made.</summary>
    public bool NeverConnected => Failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    /// <summary>A rejection of the message or its sender, in Meta's own error format.</summary>
    public bool IsRefusal => !IsRateLimit && !Passes && (int?)Status is >= 400 and < 500 && Error.Code is not null;

    /// <summary>Whether Meta says that the error is transient.</summary>
    public bool Passes => Error.IsTransient || (Error.Code is { } code && PassingCodes.Contains(code));

    private static MetaError Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? new MetaError(
                    Number(error, "code"), Number(error, "error_subcode"), Text(error, "fbtrace_id"),
                    error.TryGetProperty("is_transient", out var passes) && passes.ValueKind == JsonValueKind.True)
                : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static int? Number(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>An error in Meta's own format.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Subcode">The subcode, which is more specific.</param>
/// <param name="TraceId">The id that Meta's support asks for.</param>
/// <param name="IsTransient">Whether Meta says that it is transient.</param>
internal readonly record struct MetaError(int? Code, int? Subcode, string? TraceId, bool IsTransient);
