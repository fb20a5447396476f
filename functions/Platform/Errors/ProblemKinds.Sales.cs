namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Sellers =>
    [
        new("account-type-refused", 422, "Only business accounts can sell.", "Register with accountType 'business'."),
        new(
            "country-refused", 422, "Sellers in this country are not accepted.",
            "For now, only sellers in the United States can register: country 'US'."),
        new("date-of-birth-invalid", 400, "The date of birth is not a date in the past.", "Write it as 1990-01-31."),
        new("email-invalid", 400, "This is not a single email address.", "Write it as orders@example.com."),
        new(
            "instagram-account-taken", 409, "The Instagram account is connected, or being connected, to another seller.",
            "Disconnect it there first."),
        new("language-refused", 422, "ChatPay does not write in this language.", "Give one of the languages that the error names."),
        new(
            "money-open", 409, "Identity data is needed while the seller's orders hold or owe money, or are disputed.",
            "Wait until they are settled: GET /api/v1/sellers/me/balance shows what is open."),
        new(
            "paypal-merchant-id-invalid", 400, "This is not a PayPal merchant ID.",
            "Copy the 13 characters from PayPal: Account settings, Business information."),
        new(
            "paypal-onboarding-refused", 422, "PayPal does not accept sellers from this platform now.",
            "Name your account with PUT /api/v1/sellers/me/payout-receiver."),
        new("postal-code-invalid", 400, "This is not a ZIP code.", "Use five digits, or nine as in NNNNN-NNNN."),
        new(
            "sanctions-listed", 422, "The screening found the seller on a sanctions list.",
            "Investigate; if it is somebody else, POST /api/v1/sellers/{id}/sanctions-clearance. Until then none of their money moves."),
        new("seller-exists", 409, "The caller has already registered as a seller, with other data.", "See GET /api/v1/sellers/me."),
        new("seller-incomplete", 422, "Something is missing before the seller can be verified.", "Submit what 'detail' names."),
        new(
            "seller-not-active", 422, "There is no such seller, or the seller cannot sell now.",
            "As the seller, GET /api/v1/sellers/me to see what is missing; as a buyer, ask in the chat."),
        new("seller-not-adult", 422, "The person is below the minimum age of sellers.", "Nothing to do: the account cannot sell yet."),
        new(
            "too-many-changes",
            409,
            "Mail address, identity data, Instagram and PayPal account have been changed too often within a day.",
            "Try again at the time that 'detail' gives."),
        new("seller-restricted", 409, "The account is restricted and cannot change this.", "Contact an operator."),
        new("seller-revoked", 409, "The account was closed for good.", "Nothing to do: it cannot be reopened."),
        new("state-invalid", 400, "This is not a US state.", "Use what 'detail' names."),
        new(
            "tax-id-invalid", 400, "This is not a Social Security number or employer identification number.",
            "Use nine digits, as in NNN-NN-NNNN or NN-NNNNNNN."),
        new(
            "terms-version-outdated", 422, "The accepted version of the terms is not the current one.",
            "Read the current terms, then accept the version that 'detail' names."),
    ];

    private static IReadOnlyList<ProblemKind> Conversations =>
    [
        new(
            "as-invalid", 400, "The list is requested in a role that the token does not grant.",
            "Use 'as' buyer or seller, whichever role the token grants."),
        new(
            "client-message-id-reused", 422, "The clientMessageId has already been used for another text.",
            "Generate a new one for a new message."),
        new("conversation-with-oneself", 422, "Buyer and seller of the conversation would be the same person.", "Name another seller."),
        new(
            "instagram-answered-elsewhere", 422, "Another app replies to this buyer on Instagram.",
            "Write there, or have it hand the conversation back."),
        new(
            "instagram-window-closed", 422, "The buyer's last message is more than 24 hours old, so Instagram delivers no reply.",
            "Wait until the buyer writes again."),
    ];

    private static IReadOnlyList<ProblemKind> Paying =>
    [
        new("already-paid", 409, "The order is paid.", "Nothing to do: read the order."),
        new(
            "buyer-limit", 422, "The payment exceeds what a buyer can spend in seven days.",
            "Wait a few days, or ask the seller for a smaller request."),
        new(
            "checkout-superseded", 409, "A newer checkout has replaced this one.",
            "Read the order, and continue with its current checkout."),
        new("currency-not-allowed", 422, "The amount is in the wrong currency.", "Use the currency that 'detail' names."),
        new(
            "description-invalid", 400, "A line has no description, or one that is too long.",
            "Describe it within the length that 'detail' names."),
        new(
            "expiry-invalid", 400, "A payment request cannot be open for that long, or that short.",
            "Send a number of minutes in the range that 'detail' names."),
        new("lines-missing", 400, "There are no lines, or too many.", "Send lines as 'detail' says."),
        new("lines-repeated", 400, "A line is named twice.", "Name each line once."),
        new(
            "not-approved", 409, "The payment has not been approved at PayPal yet.",
            "Open the approval link of the checkout, and approve it there."),
        new(
            "payment-declined", 409, "PayPal declined the buyer's card or account.",
            "Open the approval link again and choose another payment method."),
        new(
            "payment-in-progress", 409, "A payment is being processed right now.",
            "Wait for its outcome. An order that is paid can be refunded."),
        new("price-missing", 400, "A line has no price.", "Send its unitPrice, such as {\"amount\":\"12.50\",\"currency\":\"USD\"}."),
        new("provider-refused", 422, "PayPal does not accept this payment.", "Ask the seller for a new request."),
        new("quantity-invalid", 400, "A quantity is out of range.", "Use a quantity in the range that 'detail' names."),
        new(
            "replaces-unknown", 422, "'replaces' is not a payment request of this conversation.",
            "Name one of this conversation, or leave it out."),
        new(
            "request-ended", 409, "The payment request was paid, declined, cancelled or replaced, or has expired.",
            "Pay the newer request if there is one; otherwise ask the seller for a new one."),
        new(
            "request-replaced", 409, "The request has already been replaced by another one.",
            "Replace the newer one, which 'detail' names."),
        new("too-many-checkouts", 409, "There were too many attempts to pay this request.", "Ask the seller for a new one."),
        new(
            "total-out-of-range", 422, "The total is below the minimum or above the maximum of a payment.",
            "Keep it in the range that 'detail' names."),
    ];
}
