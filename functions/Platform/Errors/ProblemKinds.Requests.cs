namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Requests =>
        [
            new(
                "amount-invalid", 400, "The amount is not a decimal string of its currency, or is out of range.",
                "Write it as {\"amount\":\"12.50\",\"currency\":\"USD\"}, with exactly the decimals of the currency."),
            new("body-missing", 400, "The call needs a body, and none was sent.", "Send a JSON object."),
            new(
                "body-too-large", 413, "The body is larger than the call accepts.",
                "Send at most 64 KiB in one request, or 8 MiB to a webhook."),
            new(
                "content-type-unsupported", 415, "The call does not accept this content type.",
                "Send 'Content-Type: application/json' in UTF-8; for a form of a page, application/x-www-form-urlencoded."),
            new("currency-invalid", 400, "The currency is not a known ISO 4217 code.", "Use three capital letters, such as USD."),
            new(
                "cursor-invalid", 400, "The cursor is not one that the list returned.",
                "Pass on the 'next' of a page as it is, or leave it out to start at the beginning."),
            new(
                "field-invalid", 400, "A member of the body has an invalid value.",
                "See 'field', which is its path, and 'detail', which says what is valid."),
            new("field-missing", 400, "A required member is missing from the body.", "Add the member that 'field' names."),
            new(
                "field-unknown", 400, "The body has an unknown member. It is not ignored, because it may be a misspelt one that matters.",
                "Correct or remove the member that 'field' names; 'detail' lists the known ones."),
            new("form-invalid", 400, "The form of a page could not be read.", "Send at most 32 fields, each as name=value."),
            new(
                "json-invalid", 400, "The body is not valid JSON, names a member twice, or is not of the expected kind.",
                "Correct it at the place that 'detail' names."),
            new("limit-invalid", 400, "The number of items asked for is out of range.", "Send a 'limit' from 1 to 100."),
            new(
                "parameter-unknown",
                400,
                "The call has no such query parameter. It is not ignored, because it may be a misspelt one that matters.",
                "Correct or remove the parameter that 'field' names; 'detail' lists the known ones."),
            new(
                "request-malformed", 400, "The request is not valid HTTP, or is incomplete.",
                "Send it again; if that does not help, check the client that sends it."),
            new(
                "text-invalid", 400, "A text contains a character that is invisible or changes the writing direction.",
                "Remove the character that 'detail' names."),
            new("text-missing", 400, "A text is empty.", "Fill in the member that 'field' names."),
            new("text-too-long", 400, "A text is too long.", "Shorten it to the length that 'detail' names."),
        ];

    private static IReadOnlyList<ProblemKind> Access =>
    [
        new(
            "link-invalid", 404, "The pay or ship link was altered or has expired.",
            "Ask the seller for a new payment request; as a seller, sign in and mark the order there."),
        new(
            "login-invalid", 404, "The login at Instagram or PayPal was finished in another browser, or too late.",
            "Start it again in ChatPay."),
        new(
            "not-found", 404, "It does not exist, or this caller may not see it; both get the same answer.",
            "Check the ID, whose token was sent, and whether it has the role that the call needs."),
        new(
            "page-file-unknown", 404, "The running version of the app has no such page file.",
            "Reload the page: it names the files that exist."),
        new(
            "signature-invalid", 401, "The webhook is not signed by the sender it claims.",
            "Nothing to do, unless the webhook is yours: then compare its ID and secret with the app's."),
        new(
            "token-invalid", 401, "The access token has expired or is not accepted for another reason.",
            "Get a new one from the issuer; 'detail' says what is wrong with this one."),
        new("token-missing", 401, "The call needs an access token, and none was sent.", "Send it as 'Authorization: Bearer <token>'."),
        new(
            "verify-token-invalid", 401, "The subscription check does not carry this app's verify token.",
            "Enter the same verify token in Meta's app dashboard and in the app's settings."),
    ];

    private static IReadOnlyList<ProblemKind> Repeats =>
    [
        new(
            "idempotency-key-invalid", 400, "The Idempotency-Key header is not a single value of 1 to 255 visible characters.",
            "Send a random UUID."),
        new(
            "idempotency-key-missing", 400, "The call needs an Idempotency-Key header, so that a repeat is recognised.",
            "Generate a random UUID for the request, and send the same one whenever you repeat it."),
        new(
            "idempotency-key-reused", 422, "The Idempotency-Key has already been used for another request.",
            "Generate a new key for a new request; repeat an old request exactly as it was."),
        new(
            "internal", 500, "Something failed in the app. A repeat finishes or finds what was started.",
            "Send the same request again; if that does not help, report the 'traceId'."),
        new(
            "request-in-flight", 409, "The same request, under the same key, is being processed right now.",
            "Wait as long as Retry-After says, then send it again to get its answer."),
        new(
            "body-too-slow", 408, "The body took more than ten seconds to arrive (a large webhook 30). Nothing was done.",
            "Send it again, in one go."),
        new(
            "too-many-bodies", 503, "Too many large bodies are being received at once. Nothing was done.",
            "Send it again after the time in Retry-After."),
        new(
            "too-many-requests", 429, "Too many calls from this caller or address, or in this conversation. Nothing was done.",
            "Send it again after the time in Retry-After."),
        new(
            "unavailable", 503, "A service that the call needs is unavailable. Nothing was lost.",
            "Send the same request again after the time in Retry-After."),
        new(
            "if-match-missing", 428, "The decision depends on what was read, and the call does not say which version that was.",
            "Read it, and send its ETag as If-Match."),
        new(
            "version-stale", 412, "It has changed since the version that If-Match names.",
            "Read it again, and decide on the current version."),
    ];
}
