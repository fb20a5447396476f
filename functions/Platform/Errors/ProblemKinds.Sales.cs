namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Sellers =>
    [
        new("account-type-refused", 422, "Only business accounts can sell.", "Register with accountType 'business'."),
        new(
            "country-refused", 422, "Sellers in this country are not taken.",
            "Only sellers in the United States can register, for now: country 'US'."),
        new("date-of-birth-invalid", 400, "The date of birth is no date in the past.", "Write it as 1990-01-31."),
        new("email-invalid", 400, "It is not one mail address.", "Write it as orders@example.com."),
        new(
            "instagram-account-taken", 409, "The Instagram account is connected, or being connected, to another seller.",
            "Disconnect it there first."),
        new(
            "money-open", 409, "Identity data is needed as long as the seller's orders hold or owe money, or are disputed.",
            "Wait until they are settled: GET /api/v1/sellers/me/balance shows what is open."),
        new(
            "paypal-merchant-id-invalid", 400, "It is no merchant id of PayPal.",
            "Copy the 13 characters from PayPal: Account settings, Business information."),
        new(
            "paypal-onboarding-refused", 422, "PayPal does not take sellers from this platform now.",
            "Name your account with PUT /api/v1/sellers/me/payout-receiver."),
        new("postal-code-invalid", 400, "It is no ZIP code.", "Write five digits, or nine as in NNNNN-NNNN."),
        new(
            "sanctions-listed", 422, "The screening found the seller on a list of sanctions.",
            "Look into it; if it is somebody else, POST /api/v1/sellers/{id}/sanctions-clearance. Until then nothing of theirs moves."),
        new("seller-exists", 409, "The caller has registered as a seller before, with other data.", "GET /api/v1/sellers/me shows it."),
        new("seller-incomplete", 422, "Something is missing before the seller can be verified.", "Hand in what 'detail' names."),
        new(
            "seller-not-active", 422, "There is no such seller, or they cannot sell now.",
            "As the seller, look at GET /api/v1/sellers/me, which says what is missing; as a buyer, ask in the chat."),
        new("seller-not-adult", 422, "The person is younger than sellers must be.", "Nothing: the account cannot sell yet."),
        new(
            "too-many-changes",
            409,
            "Mail address, identity data and PayPal account have been changed too often within a day.",
            "Try again at the time that 'detail' gives."),
        new("seller-restricted", 409, "The account is restricted and cannot change this.", "Contact the operator."),
        new("seller-revoked", 409, "The account was closed for good.", "Nothing: it does not open again."),
        new(
            "state-invalid", 400, "It is no US state.",
            "Write what 'detail' names."),
        new(
            "tax-id-invalid", 400, "It is no Social Security number or employer identification number.",
            "Write nine digits, as in NNN-NN-NNNN or NN-NNNNNNN."),
        new(
            "terms-version-outdated", 422, "The version of the terms that was accepted is not the one in force.",
            "Read the terms in force, then accept the version that 'detail' names."),
    ];

    private static IReadOnlyList<ProblemKind> Conversations =>
    [
        new(
            "as-invalid", 400, "A list is asked for in a role that the token does not give.",
            "'as' is buyer or seller, as far as the token lets the caller be one."),
        new(
            "client-message-id-reused", 422, "The clientMessageId was used for another text before.",
            "Make up a new one for a new message."),
        new("conversation-with-oneself", 422, "Buyer and seller of the conversation would be the same person.", "Name another seller."),
        new(
            "instagram-answered-elsewhere", 422, "Another app answers this buyer on Instagram.",
            "Write there, or have it hand the conversation back."),
        new(
            "instagram-window-closed", 422, "The buyer's last message is more than 24 hours old, and Instagram delivers no answer.",
            "Wait until the buyer has written again."),
    ];

    private static IReadOnlyList<ProblemKind> Paying =>
    [
        new("already-paid", 409, "The order is paid.", "Nothing: read the order."),
        new(
            "buyer-limit", 422, "A buyer can spend only so much in seven days.",
            "Wait some days, or ask the seller for a smaller request."),
        new(
            "checkout-superseded", 409, "A newer checkout has taken the place of this one.",
            "Read the order, and go on with its current checkout."),
        new("currency-not-allowed", 422, "The amount is in another currency than it has to be.", "Use the currency that 'detail' names."),
        new(
            "description-invalid", 400, "A line has no description, or one that is too long.",
            "Describe it in as many characters as 'detail' says."),
        new(
            "expiry-invalid", 400, "A payment request cannot last that long, or that short.",
            "Give a number of minutes in the range that 'detail' names."),
        new("lines-missing", 400, "No lines are given, or too many.", "Give lines as 'detail' says."),
        new("lines-repeated", 400, "A line is named twice.", "Name each line once."),
        new(
            "not-approved", 409, "The payment has not been approved at PayPal yet.",
            "Open the approval link of the checkout, and approve it there."),
        new(
            "payment-declined", 409, "PayPal declined the buyer's card or account.",
            "Open the approval link again and choose another way to pay."),
        new(
            "payment-in-progress", 409, "A payment is being processed right now.",
            "Wait for its outcome. An order that is paid can be refunded."),
        new("price-missing", 400, "A line has no price.", "Give its unitPrice, such as {\"amount\":\"12.50\",\"currency\":\"USD\"}."),
        new("provider-refused", 422, "PayPal does not accept this payment.", "Ask the seller for a new request."),
        new("quantity-invalid", 400, "A quantity is out of range.", "Give one in the range that 'detail' names."),
        new(
            "replaces-unknown", 422, "'replaces' names no payment request of this conversation.",
            "Name one of this conversation, or leave it out."),
        new(
            "request-ended", 409, "The payment request was paid, declined, cancelled or replaced, or has expired.",
            "Pay the newer request where there is one; otherwise ask the seller for one."),
        new(
            "request-replaced", 409, "The request has been replaced by another one before.",
            "Replace the newer one, which 'detail' names."),
        new("too-many-checkouts", 409, "Paying this request has been begun too often.", "Ask the seller for a new one."),
        new(
            "total-out-of-range", 422, "The total is smaller or larger than a payment may be.",
            "Keep it in the range that 'detail' names."),
    ];
}
