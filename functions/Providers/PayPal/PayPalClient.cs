using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The part of PayPal's REST API that this app needs. Every call returns a definite outcome or throws one of three:
/// <see cref="PayPalRefusedException"/> (it did not happen), <see cref="PayPalUnavailableException"/> (it did not happen, try
/// later) or <see cref="PayPalUnknownOutcomeException"/> (read PayPal's state). Every call with an effect takes an idempotency key
/// that its caller has persisted beforehand. A cancelled call may have taken effect.</summary>
public sealed partial class PayPalClient(PayPalTransport transport, PayPalAccessTokens tokens)
{
    private const int MaxRequestIdLength = 108;

    // Refusals that an earlier attempt of the same call may have caused by succeeding.
    private static readonly string[] OwnEffects = ["CAPTURE_FULLY_REFUNDED", "REFUND_AMOUNT_EXCEEDED", "DUPLICATE_INVOICE_ID"];

    private async Task<T> CallAsync<T>(PayPalCall call, JsonTypeInfo<T> answerType, CancellationToken cancellation)
        where T : class
    {
        var answer = await SendAsync(call, cancellation);
        try
        {
            return JsonSerializer.Deserialize(answer.Body, answerType) ?? throw new JsonException("The response is null.");
        }
        catch (JsonException e)
        {
            // The inner exception holds the path in the document, not its values.
            throw Indefinite(call, answer with { MayHaveHappened = true }, "the answer could not be read", e);
        }
    }

    /// <returns>A 2xx response.</returns>
    private async Task<PayPalAnswer> SendAsync(PayPalCall call, CancellationToken cancellation)
    {
        Check(call.RequestId);
        var mayHaveHappened = false;
        for (var freshToken = false; ; freshToken = true)
        {
            var token = await TokenAsync(call, mayHaveHappened, cancellation);
            var answer = await transport.SendAsync(() => Message(call, token), cancellation);
            mayHaveHappened |= answer.MayHaveHappened;
            answer = answer with { MayHaveHappened = mayHaveHappened };
            if (answer.IsSuccess) return answer;
            if (answer.Status == HttpStatusCode.Unauthorized) tokens.Forget(token);
            if (answer.Status == HttpStatusCode.Unauthorized && !freshToken) continue;
            throw Failure(call, answer);
        }
    }

    private async Task<string> TokenAsync(PayPalCall call, bool mayHaveHappened, CancellationToken cancellation)
    {
        try
        {
            return await tokens.GetAsync(cancellation);
        }
        catch (Exception e)
            when (mayHaveHappened && call.RequestId is not null && e is PayPalRefusedException or PayPalUnavailableException)
        {
            throw new PayPalUnknownOutcomeException(
                call.Operation,
                "an earlier attempt had no answer, and then there was no access token",
                inner: e);
        }
    }

    private static Exception Failure(PayPalCall call, PayPalAnswer answer)
    {
        // After an attempt without a response, only a verdict on the request itself is definite; a 401, 403 or 409 is not.
        var judged = !answer.MayHaveHappened
            || answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity;
        if (answer.IsRefusal && (judged || call.RequestId is null) && PayPalError.Read(answer.Body) is { } error
            && !(answer.MayHaveHappened && error.Issues.Any(i => OwnEffects.Contains(i.Issue))))
        {
            return new PayPalRefusedException(
                call.Operation,
                answer.Status!.Value,
                error.Name,
                error.DebugId ?? answer.DebugId,
                error.Issues,
                error.Links);
        }

        // A 4xx or 3xx that is not PayPal's own comes from something in between, and proves nothing.
        var indefinite = answer.Status is not null and not HttpStatusCode.TooManyRequests;
        return Indefinite(call, answer with { MayHaveHappened = answer.MayHaveHappened || indefinite }, answer.Describe(), answer.Failure);
    }

    private static Exception Indefinite(PayPalCall call, PayPalAnswer answer, string why, Exception? inner) =>
        call.RequestId is not null && answer.MayHaveHappened
            ? new PayPalUnknownOutcomeException(call.Operation, why, answer.DebugId, inner)
            : new PayPalUnavailableException(call.Operation, why, answer.RetryAfter, inner);

    private static HttpRequestMessage Message(PayPalCall call, string token)
    {
        var message = new HttpRequestMessage(call.Method, call.Path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        message.Headers.Accept.ParseAdd("application/json");
        if (call.RequestId is not null)
            message.Headers.Add("PayPal-Request-Id", call.RequestId);
        if (call.WantsRepresentation)
            message.Headers.Add("Prefer", "return=representation");
        if (call.Body is not null)
            message.Content = new ByteArrayContent(call.Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(call.ContentType) } };
        return message;
    }

    private static void Check(string? requestId)
    {
        if (requestId is not null
            && (requestId.Length is 0 or > MaxRequestIdLength || !requestId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            throw new ArgumentException("An idempotency key has 1 to 108 letters, digits and hyphens.", nameof(requestId));
    }

    /// <summary>An id as a path segment. Escaping keeps it in place; "..", which is not escaped, is refused.</summary>
    private static string Segment(string id) =>
        id.Length is > 0 and <= 128 && id is not ("." or "..")
            ? Uri.EscapeDataString(id)
            : throw new ArgumentException("This is not the id of anything at PayPal.", nameof(id));
}
