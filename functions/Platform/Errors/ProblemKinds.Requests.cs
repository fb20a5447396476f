namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Requests =>
        [
            new(
                "amount-invalid",
                400,
                "An amount of money is no decimal string of its currency, or is out of range.",
                "Write it as {\"amount\":\"12.50\",\"currency\":\"USD\"}, with exactly the decimals of the currency."),
            new("body-missing", 400, "The call needs a body, and there is none.", "Send a JSON object."),
            new(
                "body-too-large",
                413,
                "The body has more bytes than the call takes.",
                "Send less in one request: 64 KiB, or 8 MiB to a webhook."),
            new(
                "content-type-unsupported",
                415,
                "The body is of a type that the call does not read.",
                "Send 'Content-Type: application/json' in UTF-8; a form of a page is application/x-www-form-urlencoded."),
            new(
                "currency-invalid",
                400,
                "A currency is no code of ISO 4217 that is known here.",
                "Write three capital letters, such as USD."),
            new(
                "cursor-invalid",
                400,
                "The place in a list is not one that the list has given.",
                "Pass on the 'next' of a page as it is, or leave it out to begin at the start."),
            new(
                "field-invalid",
                400,
                "A member of the body has a value that does not belong there.",
                "Look at 'field', which is its path, and at 'detail', which says what belongs there."),
            new("field-missing", 400, "A member that the call needs is not in the body.", "Add the member that 'field' names."),
            new(
                "field-unknown",
                400,
                "The body has a member that the call does not know. It is not ignored, because it may be a misspelt one that matters.",
                "Correct or remove the member that 'field' names; 'detail' lists those that are known."),
            new("form-invalid", 400, "The form of a page could not be read.", "Send at most 32 fields, each as name=value."),
            new(
                "json-invalid",
                400,
                "The body is no valid JSON, names a member twice, or is not of the kind that the call reads.",
                "Correct it at the place that 'detail' names."),
            new("limit-invalid", 400, "The number of items asked for is out of range.", "Give a 'limit' from 1 to 100."),
            new(
                "parameter-unknown",
                400,
                "The call has no such query parameter. It is not ignored, because it may be a misspelt one that matters.",
                "Correct or leave out the parameter that 'field' names; 'detail' lists those that are known."),
            new(
                "request-malformed",
                400,
                "The request is no valid HTTP, or ended before its end.",
                "Send it again; if it stays, look at what sends it."),
            new(
                "text-invalid",
                400,
                "A text has a character in it that cannot be seen or turns the direction of writing.",
                "Remove the character that 'detail' names."),
            new("text-missing", 400, "A text is empty.", "Write something into the member that 'field' names."),
            new("text-too-long", 400, "A text is longer than is kept.", "Shorten it to what 'detail' says."),
        ];

    private static IReadOnlyList<ProblemKind> Access =>
    [
        new(
            "link-invalid", 404, "A pay or ship link was altered, or its time is over.",
            "Ask the seller for a new payment request; as a seller, sign in and mark the order there."),
        new(
            "login-invalid", 404, "A login at Instagram or PayPal comes back in another browser than it began in, or too late.",
            "Begin it again in ChatPay."),
        new(
            "not-found", 404, "It does not exist, or is not for this caller to see; the two are one answer.",
            "Check the id, and whose token was sent, and that it has the role that the call needs."),
        new(
            "page-file-unknown", 404, "There is no such file of the pages in the version of the app that runs.",
            "Load the page again: it names the files that there are."),
        new(
            "signature-invalid", 401, "A webhook is not signed by who it says it is from.",
            "Nothing, unless the webhook is yours: then compare its id and secret with those of the app."),
        new(
            "token-invalid", 401, "The access token has expired, or is not accepted for another reason.",
            "Get a new one from the issuer; 'detail' says what is wrong with this one."),
        new("token-missing", 401, "The call needs an access token, and none was sent.", "Send it as 'Authorization: Bearer <token>'."),
        new(
            "verify-token-invalid", 401, "A subscription check does not carry this app's verify token.",
            "Enter the same verify token in Meta's app dashboard and in the app's settings."),
    ];

    private static IReadOnlyList<ProblemKind> Repeats =>
    [
        new(
            "idempotency-key-invalid", 400, "The header Idempotency-Key is not one value of 1 to 255 visible characters.",
            "Send a random UUID."),
        new(
            "idempotency-key-missing", 400, "The call needs the header Idempotency-Key, so that a repeat of it is recognised.",
            "Make up a random UUID for the request, and send the same one whenever you repeat it."),
        new(
            "idempotency-key-reused", 422, "The Idempotency-Key was used for another request before.",
            "Make up a new key for a new request; repeat an old one exactly as it was."),
        new(
            "internal", 500, "Something failed in the app. What was begun is finished or found by a repeat.",
            "Send the same request again; if it stays, report the 'traceId'."),
        new(
            "request-in-flight", 409, "The same request, under the same key, is being worked on right now.",
            "Wait as long as Retry-After says, then send it again to get its answer."),
        new(
            "too-many-bodies", 503, "Too many large bodies are being received at once. Nothing was done.",
            "Send it again after the time in Retry-After."),
        new(
            "too-many-requests", 429, "The caller, the address or the conversation calls too often. Nothing was done.",
            "Send it again after the time in Retry-After."),
        new(
            "unavailable", 503, "Something that the call needs cannot be reached. Nothing was lost.",
            "Send the same request again after the time in Retry-After."),
        new(
            "if-match-missing", 428, "The decision is about what was looked at, and the call does not say which version that was.",
            "Read it, and send its ETag as If-Match."),
        new("version-stale", 412, "It has changed since the version that If-Match names.", "Read it again, and decide on what it is now."),
    ];
}
