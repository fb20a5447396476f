using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads JSON bodies strictly: no duplicate, missing or unknown members, no nulls where none are allowed, at most 64
/// KiB within ten seconds.</summary>
public static class Body
{
    /// <summary>The most bytes a body may have.</summary>
    public const int Limit = Problems.BodyLimit;

    /// <summary>How long a body may take to arrive, as the first part of a webhook's.</summary>
    internal static readonly TimeSpan ArrivesWithin = TimeSpan.FromSeconds(10);

    private static readonly JsonDocumentOptions Syntax = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly JsonSerializerOptions Strict = MakeStrict();

    /// <summary>Reads the request's body.</summary>
    /// <exception cref="ProblemException">408: too slow; 413: too large; 415: not JSON; 400: not what is expected, with the path of
    /// each fault.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : notnull
    {
        RequireJson(request);
        return Read<T>(await ReadBytesAsync(request, Limit, cancellationToken));
    }

    /// <summary>The raw body, byte for byte as a signature covers it.</summary>
    /// <exception cref="ProblemException">408: it took longer than <see cref="ArrivesWithin"/>. 413: it has more bytes than
    /// <paramref name="limit"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        using var late = Deadline(request.HttpContext);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await BodyChunks.ReadAllAsync(request, limit, static _ => { }, over.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Problems.TooSlow();
        }
    }

    internal static T Read<T>(ReadOnlyMemory<byte> json)
        where T : notnull
    {
        if (json.IsEmpty)
            throw Problems.Malformed("body-missing", "The body is empty: send a JSON object.");
        using var document = Parse(json);
        var type = Strict.GetTypeInfo(typeof(T));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw BodyFaults.Describe(type, null);
        var faults = new FieldFaults();
        new BodyShape(faults).Check(document.RootElement, type, "");
        faults.ThrowIfAny();
        try
        {
            return (T?)document.RootElement.Deserialize(type) ?? throw BodyFaults.Describe(type, null);
        }
        catch (JsonException e)
        {
            throw BodyFaults.Describe(type, e);
        }
    }

    // A request that no server has received has no services, and nobody to wait for.
    private static CancellationTokenSource Deadline(HttpContext http) =>
        http.RequestServices?.GetService<TimeProvider>() is { } clock ? new(ArrivesWithin, clock) : new();

    private static void RequireJson(HttpRequest request)
    {
        if (!request.HasJsonContentType()
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset is { Length: > 0 } charset
                && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(
                415,
                "content-type-unsupported",
                "Send the body as 'Content-Type: application/json' in UTF-8.",
                "Content-Type");
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Syntax);
        }
        catch (InvalidOperationException)
        {
            throw Problems.Malformed("json-invalid", "The name of a member has half of a surrogate pair: it is no text.");
        }
        catch (JsonException e)
        {
            throw Problems.Malformed(
                "json-invalid",
                e.Message.Contains("uplicate", StringComparison.Ordinal)
                    ? "The JSON names a member twice: write each once."
                    : $"The body is no valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}, at most {Syntax.MaxDepth} "
                        + "levels deep).");
        }
    }

    private static JsonSerializerOptions MakeStrict()
    {
        var options = new JsonSerializerOptions(ChatPayJson.Api)
        {
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = Syntax.MaxDepth,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Insert(0, new MoneyInBody());
        options.MakeReadOnly();
        return options;
    }
}
