using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The header with which a caller makes a request repeatable.</summary>
public static class IdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    private const int Longest = 255;

    /// <summary>The caller's key.</summary>
    /// <exception cref="ProblemException">400: it is missing, too long, or not visible ASCII.</exception>
    public static string Of(HttpRequest request) =>
        request.Headers[Header] switch
        {
            [{ Length: > 0 and <= Longest } key] when key.All(c => c is > ' ' and <= '~') => key,
            { Count: 0 } => throw Problems.Malformed(
                "idempotency-key-missing",
                $"This call needs the header {Header}: make up a value such as a random UUID, and send the same one when you repeat the "
                    + "request.",
                Header),
            _ => throw Problems.Malformed(
                "idempotency-key-invalid",
                $"The header {Header} must be one value of 1 to {Longest} letters, digits and signs without spaces, such as a random UUID.",
                Header),
        };
}
