namespace ChatPay.Journeys.BadInput;

/// <summary>The bad requests, by kind of error.</summary>
internal static class BadRequests
{
    public static IReadOnlyDictionary<string, BadRequest> All { get; } =
        new Dictionary<string, BadRequest>
        {
            // Bodies that are not payment requests.
            ["malformed JSON"] = new(400, "json-invalid") { Body = """{"lines":[""" },
            ["no JSON at all"] = new(400, "json-invalid") { Body = "two blue mugs" },
            ["an empty body"] = new(400, "body-missing") { Body = "" },
            ["a list instead of an object"] = new(400, "json-invalid") { Body = "[]" },
            ["null"] = new(400, "json-invalid") { Body = "null" },
            ["a member twice"] = new(400, "json-invalid") { Body = """{"lines":[],"lines":[]}""" },
            ["JSON that is nested without end"] = new(400, "json-invalid") { Body = new string('[', 5000) + new string(']', 5000) },
            ["text that is not UTF-8 by its header"] = new(415, "content-type-unsupported")
            {
                Body = Lines("1.00"),
                ContentType = "text/plain",
            },
            ["a body of more than 64 KiB"] = new(413, "body-too-large")
            {
                Body =
                    $$$"""{"lines":[{"description":"{{{new string('x', 65 * 1024)}}}","unitPrice":{"amount":"1.00","currency":"USD"}}]}""",
            },

            ["a misspelt member"] = new(400, "field-unknown")
            {
                Body = With("\"shiping\":{\"amount\":\"5.00\",\"currency\":\"USD\"}"),
                Field = "shiping",
            },
            ["a misspelt member of a line"] = new(400, "field-unknown")
            {
                Body = """{"lines":[{"description":"Mug","qty":2,"unitPrice":{"amount":"24.00","currency":"USD"}}]}""",
                Field = "lines[0].qty",
            },
            ["a line that is null"] = new(400, "field-invalid") { Body = """{"lines":[null]}""", Field = "lines[0]" },
            ["a name with half of a surrogate pair"] = new(400, "json-invalid") { Body = """{"\ud800":1}""" },

            // Money.
            ["a negative price"] = new(400, "amount-invalid") { Body = Lines("-1.00"), Field = "lines[0].unitPrice.amount" },
            ["a price with a fraction of a cent"] = new(400, "amount-invalid")
            {
                Body = Lines("1.005"),
                Field = "lines[0].unitPrice.amount",
            },
            ["a price with one decimal"] = new(400, "amount-invalid") { Body = Lines("1.5") },
            ["a price without decimals"] = new(400, "amount-invalid") { Body = Lines("24") },
            ["a price with a thousands separator"] = new(400, "amount-invalid") { Body = Lines("1,000.00") },
            ["a price with an exponent"] = new(400, "amount-invalid") { Body = Lines("1e2") },
            ["a price in other digits"] = new(400, "amount-invalid") { Body = Lines("١٢.٠٠") },
            ["a price with leading zeros"] = new(400, "amount-invalid") { Body = Lines("007.00") },
            ["a price of many digits"] = new(400, "amount-invalid") { Body = Lines(new string('9', 40) + ".00") },
            ["a price that is a number"] = new(400, "amount-invalid")
            {
                Body = """{"lines":[{"description":"Mug","unitPrice":{"amount":24.00,"currency":"USD"}}]}""",
                Field = "lines[0].unitPrice.amount",
            },
            ["a price without currency"] = new(400, "currency-invalid")
            {
                Body = """{"lines":[{"description":"Mug","unitPrice":{"amount":"24.00"}}]}""",
            },
            ["money that is a number"] = new(400, "amount-invalid") { Body = """{"lines":[{"description":"Mug","unitPrice":24.00}]}""" },
            ["a currency that is not known"] = new(400, "currency-invalid")
            {
                Body = Lines("24.00", "XXX"),
                Field = "lines[0].unitPrice.currency",
            },
            ["a currency in small letters"] = new(400, "currency-invalid") { Body = Lines("24.00", "usd") },
            ["a currency that is not allowed"] = new(422, "currency-not-allowed")
            {
                Body = Lines("24.00", "EUR"),
                Field = "lines[0].unitPrice",
            },
            ["a currency without cents that is not allowed"] = new(422, "currency-not-allowed") { Body = Lines("2400", "JPY") },
            ["shipping in another currency"] = new(422, "currency-not-allowed")
            {
                Body =
                    """{"lines":[{"description":"Mug","unitPrice":{"amount":"24.00","currency":"USD"}}],"shipping":{"amount":"5.00","currency":"EUR"}}""",
                Field = "shipping",
            },
            ["a total of 0.99"] = new(422, "total-out-of-range") { Body = Lines("0.99") },
            ["a total of nothing"] = new(422, "total-out-of-range") { Body = Lines("0.00") },
            ["a total of 750.01"] = new(422, "total-out-of-range") { Body = Lines("750.01") },
            ["a total of 750.01 with tax and shipping"] = new(422, "total-out-of-range")
            {
                Body =
                    """{"lines":[{"description":"Mug","quantity":7,"unitPrice":{"amount":"100.00","currency":"USD"}}],"shipping":{"amount":"50.00","currency":"USD"},"tax":{"amount":"0.01","currency":"USD"}}""",
            },
            ["a total beyond all numbers"] = new(422, "total-out-of-range")
            {
                Body =
                    """{"lines":["""
                    + string.Join(
                        ',',
                        Enumerable.Repeat(
                            """{"description":"Mug","quantity":999,"unitPrice":{"amount":"999999999999.99","currency":"USD"}}""",
                            100))
                    + "]}",
            },

            // Other members of a payment request.
            ["no lines"] = new(400, "lines-missing") { Body = """{"lines":[]}""", Field = "lines" },
            ["nothing of it"] = new(400, "lines-missing") { Body = "{}" },
            ["101 lines"] = new(400, "lines-missing")
            {
                Body =
                    """{"lines":["""
                    + string.Join(',', Enumerable.Repeat("""{"description":"Mug","unitPrice":{"amount":"1.00","currency":"USD"}}""", 101))
                    + "]}",
            },
            ["a line without description"] = new(400, "description-invalid")
            {
                Body = """{"lines":[{"unitPrice":{"amount":"24.00","currency":"USD"}}]}""",
                Field = "lines[0].description",
            },
            ["a description of blanks"] = new(400, "description-invalid") { Body = Described("   ") },
            ["a description of 128 characters"] = new(400, "description-invalid") { Body = Described(new string('x', 128)) },
            ["a description with a control character"] = new(400, "text-invalid")
            {
                Body = Described(@"Mug\u0007"),
                Field = "lines[0].description",
            },
            ["a description with a hidden turn of direction"] = new(400, "text-invalid") { Body = Described(@"Mug\u202E") },
            ["a line without price"] = new(400, "price-missing")
            {
                Body = """{"lines":[{"description":"Mug"}]}""",
                Field = "lines[0].unitPrice",
            },
            ["none of a thing"] = new(400, "quantity-invalid") { Body = Counted("0"), Field = "lines[0].quantity" },
            ["less than none"] = new(400, "quantity-invalid") { Body = Counted("-1") },
            ["a thousand of a thing"] = new(400, "quantity-invalid") { Body = Counted("1000") },
            ["half a thing"] = new(400, "field-invalid") { Body = Counted("0.5"), Field = "lines[0].quantity" },
            ["a quantity in quotes"] = new(400, "field-invalid") { Body = Counted("\"2\"") },
            ["a quantity beyond all numbers"] = new(400, "field-invalid") { Body = Counted("99999999999") },
            ["an unknown kind of fulfilment"] = new(400, "field-invalid") { Body = With("\"kind\":\"teleport\""), Field = "kind" },
            ["a kind of fulfilment as a number"] = new(400, "field-invalid") { Body = With("\"kind\":1") },
            ["a request that expires at once"] = new(400, "expiry-invalid")
            {
                Body = With("\"expiresInMinutes\":9"),
                Field = "expiresInMinutes",
            },
            ["a request that lasts longer than a day"] = new(400, "expiry-invalid") { Body = With("\"expiresInMinutes\":1441") },

            // Idempotency keys.
            ["no Idempotency-Key"] = new(400, "idempotency-key-missing")
            {
                Body = Lines("24.00"),
                Key = null,
                Field = "Idempotency-Key",
            },
            ["an Idempotency-Key of 256 characters"] = new(400, "idempotency-key-invalid")
            {
                Body = Lines("24.00"),
                Key = new string('k', 256),
            },
            ["an Idempotency-Key with a blank"] = new(400, "idempotency-key-invalid") { Body = Lines("24.00"), Key = "a key" },
            ["a reused Idempotency-Key with another body"] = new(422, "idempotency-key-reused")
            {
                Body = Lines("24.00"),
                Key = "request-1",
            },
            ["no Idempotency-Key at checkout"] = new(400, "idempotency-key-missing")
            {
                Path = Unpaid("checkout"),
                Token = BadRequest.As("unpaid-buyer"),
                Key = null,
            },
            ["no Idempotency-Key at capture"] = new(400, "idempotency-key-missing")
            {
                Path = Unpaid("capture"),
                Token = BadRequest.As("unpaid-buyer"),
                Key = null,
            },

            // Ownership and callers.
            ["a foreign seller's conversation"] = new(404, "not-found") { Body = Lines("24.00"), Token = BadRequest.As("foreign-seller") },
            ["a request by the buyer"] = new(404, "not-found") { Body = Lines("24.00"), Token = BadRequest.As("unpaid-buyer") },
            ["a conversation that is not there"] = new(404, "not-found")
            {
                Body = Lines("24.00"),
                Path = _ => "conversations/cnv-aaaaaaaaaaaaaaaaaaaaaaaaaa/payment-requests",
            },
            ["a conversation with an odd id"] = new(404, "not-found")
            {
                Body = Lines("24.00"),
                Path = _ => "conversations/a'%20or%20'1'%20eq%20'1/payment-requests",
            },
            ["a foreign seller's order, read"] = new(404, "not-found")
            {
                Method = "GET",
                Path = Unpaid(""),
                Token = BadRequest.As("foreign-seller"),
            },
            ["a foreign seller's order, shipped"] = new(404, "not-found")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("foreign-seller"),
                Body = "{}",
            },
            ["a foreign seller's order, cancelled"] = new(404, "not-found")
            {
                Path = Unpaid("cancellation"),
                Token = BadRequest.As("foreign-seller"),
            },
            ["a foreign buyer's order, checked out"] = new(404, "not-found")
            {
                Path = Unpaid("checkout"),
                Token = BadRequest.As("foreign-buyer"),
            },
            ["a foreign buyer's order, declined"] = new(404, "not-found")
            {
                Path = Unpaid("decline"),
                Token = BadRequest.As("foreign-buyer"),
            },
            ["a foreign conversation, read"] = new(404, "not-found")
            {
                Method = "GET",
                Path = stage => $"conversations/{stage.Unpaid.ConversationId}/messages",
                Token = BadRequest.As("foreign-buyer"),
            },
            ["a foreign conversation, written to"] = new(404, "not-found")
            {
                Path = stage => $"conversations/{stage.Unpaid.ConversationId}/messages",
                Token = BadRequest.As("foreign-seller"),
                Body = Said("Hello"),
            },
            ["the ledger, read by the seller"] = new(404, "not-found")
            {
                Method = "GET",
                Path = Paid("ledger"),
                Token = BadRequest.As("paid-seller"),
            },
            ["a sweep, started by the seller"] = new(404, "not-found")
            {
                Path = _ => "ops/payout-sweeps",
                Token = BadRequest.As("paid-seller"),
            },
            ["a seller who verifies themselves"] = new(404, "not-found")
            {
                Path = stage => $"sellers/{stage.Unpaid.SellerId}/verification",
            },
            ["an order that is not there"] = new(404, "not-found") { Method = "GET", Path = _ => "orders/ord-aaaaaaaaaaaaaaaaaaaaaaaaaa" },
            ["an order with an odd id"] = new(404, "not-found") { Method = "GET", Path = _ => "orders/ord-%2Faaaaaaaaaaaaaaaaaaaaaaaaa" },
            ["no token"] = new(401, "token-missing") { Body = Lines("24.00"), Token = _ => null },
            ["a token of another scheme"] = new(401, "token-missing") { Body = Lines("24.00"), Token = _ => "Basic bG9jYWw6bG9jYWw=" },
            ["a token that is none"] = new(401, "token-invalid") { Body = Lines("24.00"), Token = _ => "Bearer two.blue.mugs" },
            ["an altered token"] = new(401, "token-invalid") { Body = Lines("24.00"), Token = stage => Tokens.Altered(stage) },
            ["an unsigned token"] = new(401, "token-invalid") { Body = Lines("24.00"), Token = stage => Tokens.Unsigned(stage) },
            ["a token that somebody else signed"] = new(401, "token-invalid")
            {
                Body = Lines("24.00"),
                Token = stage => Tokens.ByAnotherKey(stage),
            },
            ["a token for another audience"] = new(401, "token-invalid")
            {
                Body = Lines("24.00"),
                Token = stage => "Bearer " + stage.Local.Identity.IssueToken("unpaid-seller", ["seller"], audience: "another-app"),
            },
            ["an expired token"] = new(401, "token-invalid")
            {
                Body = Lines("24.00"),
                Token = stage =>
                    "Bearer " + stage.Local.Identity.IssueToken("unpaid-seller", ["seller"], lifetime: TimeSpan.FromMinutes(-2)),
            },
            ["a token without roles"] = new(404, "not-found")
            {
                Body = Lines("24.00"),
                Token = stage => "Bearer " + stage.Local.Identity.IssueToken("unpaid-seller", []),
            },

            // Sellers.
            ["a restricted seller's request"] = new(422, "seller-not-active")
            {
                Body = Lines("24.00"),
                Path = stage => $"conversations/{stage.Restricted.ConversationId}/payment-requests",
                Token = BadRequest.As("restricted-seller"),
            },
            ["a checkout with a restricted seller"] = new(422, "seller-not-active")
            {
                Path = stage => $"orders/{stage.Restricted.OrderId}/checkout",
                Token = BadRequest.As("restricted-buyer"),
            },
            ["a conversation with an unverified seller"] = new(422, "seller-not-active")
            {
                Path = _ => "conversations",
                Token = BadRequest.As("unpaid-buyer"),
                BodyAt = stage => $$"""{"sellerId":"{{stage.UnverifiedSellerId}}"}""",
            },
            ["a verification of a seller who is not ready"] = new(422, "seller-incomplete")
            {
                Path = stage => $"sellers/{stage.UnverifiedSellerId}/verification",
                Token = BadRequest.As("operator"),
                IfMatch = "*",
            },
            ["a verification of a seller whom nobody has looked at"] = new(428, "if-match-missing")
            {
                Path = stage => $"sellers/{stage.UnverifiedSellerId}/verification",
                Token = BadRequest.As("operator"),
                Field = "If-Match",
            },
            ["a private account"] = new(422, "account-type-refused")
            {
                Path = _ => "sellers",
                Token = BadRequest.As("private-seller"),
                Body = Registration(accountType: "personal"),
            },
            ["a seller in another country"] = new(422, "country-refused")
            {
                Path = _ => "sellers",
                Token = BadRequest.As("german-seller"),
                Body = Registration(country: "DE"),
            },
            ["a seller without a PayPal account"] = new(400, "paypal-merchant-id-invalid")
            {
                Path = _ => "sellers",
                Token = BadRequest.As("odd-seller"),
                Body = Registration(merchant: "nobody@example.com"),
            },

            // Refunds.
            ["a refund with a misspelt amount"] = new(400, "field-unknown")
            {
                Path = Paid("refunds"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"amuont":{"amount":"1.00","currency":"USD"}}""",
                Field = "amuont",
            },
            ["a refund of nobody knows what"] = new(400, "refund-unclear")
            {
                Path = Paid("refunds"),
                Token = BadRequest.As("paid-seller"),
                Body = "{}",
                Field = "all",
            },
            ["a refund of everything and of an amount"] = new(400, "refund-ambiguous")
            {
                Path = Paid("refunds"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"all":true,"amount":{"amount":"1.00","currency":"USD"}}""",
            },

            // States.
            ["a shipment of what is not paid"] = new(409, "not-paid") { Path = Unpaid("shipments"), Body = "{}" },
            ["a cancellation of what is paid"] = new(409, "request-ended")
            {
                Path = Paid("cancellation"),
                Token = BadRequest.As("paid-seller"),
            },
            ["a refusal of what is paid"] = new(409, "request-ended") { Path = Paid("decline"), Token = BadRequest.As("paid-buyer") },
            ["a checkout of what is paid"] = new(409, "already-paid") { Path = Paid("checkout"), Token = BadRequest.As("paid-buyer") },
            ["a capture of what is not approved"] = new(409, "not-approved")
            {
                Path = Unpaid("capture"),
                Token = BadRequest.As("unpaid-buyer"),
            },
            ["a shipment of a line that is not there"] = new(422, "no-such-line")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"lines":[7]}""",
            },
            ["a shipment of a line before the first"] = new(422, "no-such-line")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"lines":[-1]}""",
            },
            ["a shipment that names a line twice"] = new(400, "lines-repeated")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"lines":[0,0]}""",
            },
            ["a carrier without a number"] = new(400, "tracking-incomplete")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"carrier":"USPS"}""",
                Field = "trackingNumber",
            },
            ["a shipment by a misspelt carrier"] = new(400, "field-unknown")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"carrrier":"USPS","trackingNumber":"9400100000000000000000"}""",
                Field = "carrrier",
            },
            ["a tracking number with markup"] = new(400, "tracking-invalid")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = """{"carrier":"USPS","trackingNumber":"<script>"}""",
            },
            ["a carrier with a hidden turn of direction"] = new(400, "text-invalid")
            {
                Path = Paid("shipments"),
                Token = BadRequest.As("paid-seller"),
                Body = "{\"carrier\":\"US\\u202EPS\",\"trackingNumber\":\"9400111899223197428490\"}",
                Field = "carrier",
            },
            ["a mark taken back that is not there"] = new(404, "not-found")
            {
                Method = "DELETE",
                Path = Paid("shipments/shp-aaaaaaaaaaaaaaaaaaaaaaaaaa"),
                Token = BadRequest.As("paid-seller"),
            },

            // Words.
            ["a message of 4,001 bytes"] = new(400, "text-too-long")
            {
                Path = Messages,
                Body = Said(new string('x', 4001)),
                Field = "text",
            },
            ["a message of 2,001 letters of two bytes"] = new(400, "text-too-long") { Path = Messages, Body = Said(new string('é', 2001)) },
            ["a message of blanks"] = new(400, "text-missing") { Path = Messages, Body = Said(" ") },
            ["a message with a hidden turn of direction"] = new(400, "text-invalid") { Path = Messages, Body = Said("\u202Emug") },
            ["a message without its id"] = new(400, "field-missing")
            {
                Path = Messages,
                Body = """{"text":"Hello"}""",
                Field = "clientMessageId",
            },
            ["a message id used for another text"] = new(422, "client-message-id-reused")
            {
                Path = Messages,
                Body = Said("Something else", "answer-1"),
            },
            ["a list of more than 100"] = new(400, "limit-invalid") { Method = "GET", Path = stage => Messages(stage) + "?limit=101" },
        };

    private static string Messages(BadInputStage stage) => $"conversations/{stage.Unpaid.ConversationId}/messages";

    private static Func<BadInputStage, string> Unpaid(string rest) => stage => $"orders/{stage.Unpaid.OrderId}/{rest}".TrimEnd('/');

    private static Func<BadInputStage, string> Paid(string rest) => stage => $"orders/{stage.Paid.OrderId}/{rest}";

    private static string Lines(string amount, string currency = "USD") =>
        $$$"""{"lines":[{"description":"Mug","unitPrice":{"amount":"{{{amount}}}","currency":"{{{currency}}}"}}]}""";

    private static string Described(string description) =>
        $$$"""{"lines":[{"description":"{{{description}}}","unitPrice":{"amount":"24.00","currency":"USD"}}]}""";

    private static string Counted(string quantity) =>
        $$$"""{"lines":[{"description":"Mug","quantity":{{{quantity}}},"unitPrice":{"amount":"24.00","currency":"USD"}}]}""";

    private static string With(string member) =>
        $$$"""{"lines":[{"description":"Mug","unitPrice":{"amount":"24.00","currency":"USD"}}],{{{member}}}}""";

    private static string Said(string text, string id = "bad-input") => $$"""{"text":"{{text}}","clientMessageId":"{{id}}"}""";

    private static string Registration(string accountType = "business", string country = "US", string merchant = "EXAMPLESELL24") =>
        $$"""{"businessName":"Example Prints","accountType":"{{accountType}}","country":"{{country}}","payPalMerchantId":"{{merchant}}"}""";
}
