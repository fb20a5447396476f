using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Telemetry;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Sales;

/// <summary>Sales to people on Instagram, without an account here.</summary>
public sealed partial class InstagramJourneys(JourneyPlatform platform) : Journey(platform)
{
    private InstagramSimulator Instagram => Local.Instagram;

    [Fact]
    public async Task Somebody_asks_on_Instagram_pays_through_the_link_and_the_seller_is_paid()
    {
        var (account, user) = ("17841400000000001", "1001");
        var sale = await ConnectedAsync(account);
        await Instagram.ReceiveAsync(user, account, "Hi! Are the blue mugs still there?");
        await Clock.DrainAsync();
        var conversation = Assert.Single(
            Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray().ToList());
        Assert.Equal("instagram", conversation.GetProperty("channel").GetString());
        var id = conversation.GetProperty("id").GetString()!;
        Assert.Equal(["Hi! Are the blue mugs still there?"], await TextsAsync(sale, id));

        Sale.Must(
            await sale.Seller.PostAsync($"conversations/{id}/messages", new { text = "Yes, two of them.", clientMessageId = "answer-1" }),
            201);
        await Clock.DrainAsync();
        Assert.Equal("Yes, two of them.", Seen(account, user)[^1]);

        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201)["id"]!;
        await Clock.DrainAsync();
        var request = Seen(account, user)[^1]!;
        Assert.Contains("2 × Blue mug, hand-thrown, 54.50 USD", request, StringComparison.Ordinal);

        using var browser = new Browser();
        var approval = await browser.PostAsync(new Uri(Assert.Single(Link().Matches(request)).Value));
        Assert.Equal(303, approval.Status);
        var back = await sale.ApproveInBrowserAsync(approval.Location!);
        Assert.Equal(200, back.Status);
        Assert.Contains("You have paid $54.50", back.Page, StringComparison.Ordinal);
        Assert.Contains("You paid 54.50 USD.", Seen(account, user)[^1], StringComparison.Ordinal);

        Sale.Must(
            await sale.Seller.PostAsync(
                $"orders/{order}/shipments",
                new { carrier = "USPS", trackingNumber = "9400 1000 0000 0000 0000 00" }),
            201);
        await Clock.DrainAsync();
        Assert.Contains("9400 1000 0000 0000 0000 00", Seen(account, user)[^1], StringComparison.Ordinal);
        Assert.False(
            Assert
                .Single(PayPal.Orders.Single(o => PayPal.Captures.Any(c => c.Id == o.CaptureId && c.InvoiceId == order)).Trackers)
                .PayerNotified);
        var told = Seen(account, user).Count;

        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        Assert.Equal(52_11, Assert.Single(PayPal.Payouts, p => p.SenderItemId == order + "-payout-1").Amount);

        // Messages for the seller only are in the seller's thread, and were never sent.
        Assert.Equal(told, Seen(account, user).Count);
        Assert.Contains("Paid out: 52.11 USD.", await TextsAsync(sale, id));
        await AssertNothingIsLostAsync(sale, id, account, user);
    }

    [Fact]
    public async Task A_payment_request_is_a_card_to_be_tapped_and_the_same_as_text_for_those_who_see_no_cards()
    {
        var (account, user) = ("17841400000000014", "1014");
        var sale = await ConnectedAsync(account);
        await Instagram.ReceiveAsync(user, account, "Two mugs, please.");
        await Clock.DrainAsync();
        var order = await RequestAsync(sale, await ConversationOfAsync(sale), "request-1");

        var (card, text) = (Instagram.Conversation(account, user)[^2], Instagram.Conversation(account, user)[^1]);
        var payload = card.Attachment!["payload"]!;
        Assert.Equal(
            ("button", "Payment request: 2 × Blue mug, hand-thrown, 54.50 USD."),
            ((string?)payload["template_type"], (string?)payload["text"]));
        var (pay, decline) = (payload["buttons"]![0]!, payload["buttons"]![1]!);
        Assert.Equal(Link().Match(text.Text!).Value, (string?)pay["url"]);
        using var browser = new Browser();
        Assert.Equal(303, (await browser.PostAsync(new Uri((string)pay["url"]!))).Status);

        await Instagram.TapAsync(user, account, (string)decline["title"]!, (string)decline["payload"]!);
        await SettleAsync();
        Assert.Equal("declined", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);

        // Both echoes are of our own messages: the seller sees one request.
        Assert.Single(
            await TextsAsync(sale, await ConversationOfAsync(sale)),
            said => said.StartsWith("Payment request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Fault.TimeOutAfterSuccess)]
    [InlineData(Fault.Error503)]
    [InlineData(Fault.TooManyRequests)]
    public async Task A_card_whose_sending_fails_comes_all_the_same_and_the_text_after_it(Fault fault)
    {
        var (account, user) = ("1784140000000006" + (int)fault, "106" + (int)fault);
        var sale = await ConnectedAsync(account, $"card {fault}");
        await Instagram.ReceiveAsync(user, account, "Two mugs, please.");
        await Clock.DrainAsync();
        var id = await ConversationOfAsync(sale);
        Instagram.Faults.Next("send", fault);
        Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201);
        await Pass(TimeSpan.FromMinutes(10));

        Assert.Equal([false, true, false], Instagram.Conversation(account, user).Select(m => m.Attachment is not null));
        Assert.Single(await TextsAsync(sale, id), said => said.StartsWith("Payment request", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payment_request_after_the_window_has_closed_goes_out_when_the_buyer_writes_again()
    {
        var (account, user) = ("17841400000000002", "1002");
        var sale = await ConnectedAsync(account);
        await Instagram.ReceiveAsync(user, account, "Do you have vases?");
        await Clock.DrainAsync();
        var id = Assert
            .Single(Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray().ToList())
            .GetProperty("id")
            .GetString()!;
        await Pass(TimeSpan.FromHours(25));
        var refused = await sale.Seller.PostAsync(
            $"conversations/{id}/messages",
            new { text = "Are you still interested?", clientMessageId = "late-1" });
        Assert.Equal((422, "instagram-window-closed"), (refused.Status, refused["code"]));
        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201)["id"]!;
        await Clock.DrainAsync();
        Assert.Single(Seen(account, user));

        await Instagram.ReceiveAsync(user, account, "Hello?");
        await Clock.DrainAsync();
        using var browser = new Browser();
        var approval = await browser.PostAsync(new Uri(Assert.Single(Link().Matches(Seen(account, user)[^1]!)).Value));
        await sale.ApproveInBrowserAsync(approval.Location!);
        Assert.Equal("paid", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        await AssertNothingIsLostAsync(sale, id, account, user);
    }

    [Fact]
    public async Task A_buyer_asks_where_the_order_is_and_is_told_of_each_one_by_itself()
    {
        var (account, user) = ("17841400000000011", "1011");
        var sale = await ConnectedAsync(account);
        await Instagram.ReceiveAsync(user, account, "Where is my order?");
        await SettleAsync();
        Assert.Equal("There is no order in this conversation yet.", Seen(account, user)[^1]);

        var id = await ConversationOfAsync(sale);
        var first = await RequestAsync(sale, id, "request-1");
        using var browser = new Browser();
        await sale.ApproveInBrowserAsync((await browser.PostAsync(new Uri(Link().Match(Seen(account, user)[^1]!).Value))).Location!);
        Sale.Must(
            await sale.Seller.PostAsync($"orders/{first}/shipments", new { carrier = "USPS", trackingNumber = "9400100000000000000000" }),
            201);
        await RequestAsync(sale, id, "request-2");

        var mid = await Instagram.ReceiveAsync(user, account, "Hi, where are my orders?", quickReply: null);
        await SettleAsync();
        var answer = Seen(account, user)[^1]!;
        Assert.Contains("shipped on", answer, StringComparison.Ordinal);
        Assert.Contains("with USPS 9400100000000000000000", answer, StringComparison.Ordinal);
        Assert.Contains("waiting for your payment until", answer, StringComparison.Ordinal);
        var told = Seen(account, user).Count;
        await Instagram.ResendAsync(mid);
        await SettleAsync();
        Assert.Equal(told, Seen(account, user).Count);
    }

    [Fact]
    public async Task A_tap_declines_the_buyers_own_request_and_nobody_elses()
    {
        var (account, user, other) = ("17841400000000012", "1012", "1013");
        var sale = await ConnectedAsync(account);
        await Instagram.ReceiveAsync(user, account, "A mug, please.");
        await SettleAsync();
        var id = await ConversationOfAsync(sale);
        var order = await RequestAsync(sale, id, "request-1");

        // Someone else knows the order's id, and taps with it.
        await Instagram.TapAsync(other, account, "No, thank you", "decline:" + order);
        await Instagram.TapAsync(other, account, "Send the link again", "pay:" + order);
        await SettleAsync();
        Assert.Equal("awaitingPayment", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        Assert.All(Seen(account, other), said => Assert.DoesNotContain("54.50", said, StringComparison.Ordinal));

        await Instagram.TapAsync(user, account, "Send the link again", "pay:" + order);
        await SettleAsync();
        Assert.Single(Link().Matches(Seen(account, user)[^1]!));
        await Instagram.TapAsync(user, account, "No, thank you", "decline:" + order);
        await SettleAsync();
        Assert.Equal("declined", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        Assert.Contains("You declined", Seen(account, user)[^1], StringComparison.Ordinal);
    }

    /// <summary>A buyer of whom nothing is known is written to in the seller's language; after a press on the pay page, in that
    /// page's.</summary>
    [Fact]
    public async Task A_buyer_on_Instagram_is_written_to_in_the_sellers_language_and_then_in_that_of_the_pay_page()
    {
        var (account, user) = ("17841400000000021", "1021");
        var sale = await ConnectedAsync(account);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/language", new { language = "es" }), 200);
        await Instagram.ReceiveAsync(user, account, "Dos tazas, por favor.");
        await Clock.DrainAsync();
        var id = await ConversationOfAsync(sale);
        Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201);
        await Clock.DrainAsync();
        var request = Instagram.Conversation(account, user)[^1];
        Assert.StartsWith("Solicitud de pago: 2 × Blue mug, hand-thrown, 54,50\u00a0US$.", request.Text, StringComparison.Ordinal);
        Assert.Contains("Pagar con PayPal", Instagram.Conversation(account, user)[^2].Attachment!.ToString(), StringComparison.Ordinal);

        using var browser = new Browser();
        var approval = await browser.PostAsync(new Uri(Assert.Single(Link().Matches(request.Text!)).Value), "it-CH, en;q=0.5");
        Assert.Equal(200, (await sale.ApproveInBrowserAsync(approval.Location!)).Status);
        Assert.Equal("Hai pagato 54,50\u00a0USD. Al venditore è stato chiesto di spedire l’ordine.", Seen(account, user)[^1]);
        await Instagram.TapAsync(user, account, "Dov’è il mio ordine?", "order-status");
        await SettleAsync();
        Assert.Contains(": pagato, da spedire; il venditore ha tempo fino al", Seen(account, user)[^1], StringComparison.Ordinal);

        // The seller reads the same thread in whichever language.
        Assert.Contains(await TextsAsync(sale, id), text => text.StartsWith("Paid: 54.50 USD. Ship it by ", StringComparison.Ordinal));
        sale.Seller.Language = "es";
        var told = await TextsAsync(sale, id);
        Assert.Contains(told, text => text.StartsWith("Pagado: 54,50\u00a0US$. Envía el pedido antes del ", StringComparison.Ordinal));
        Assert.Contains(told, text => text.StartsWith("Solicitud de pago: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_buyer_on_the_page_who_asks_where_the_order_is_gets_an_answer_too()
    {
        var sale = await PaidAsync();
        for (var i = 0; i < 2; i++)
            Sale.Must(
                await sale.Buyer.PostAsync(
                    $"conversations/{sale.ConversationId}/messages",
                    new { text = "Where is my order?", clientMessageId = "where-1" }),
                201);
        var messages = Sale.Must(await sale.Buyer.GetAsync($"conversations/{sale.ConversationId}/messages"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .ToList();
        var answer = Assert.Single(
            messages,
            m => m.GetProperty("text").GetString()!.Contains("paid, to be shipped; the seller has time until", StringComparison.Ordinal));
        Assert.Equal("chatPay", answer.GetProperty("from").GetString());
    }

    // An echo waits for the send that it overtook, and later messages wait behind it.
    private Task SettleAsync() => Pass(TimeSpan.FromSeconds(5));

    private async Task<string> ConversationOfAsync(Sale sale) =>
        Sale.Must(await sale.Seller.GetAsync("conversations"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .First()
            .GetProperty("id")
            .GetString()!;

    private async Task<string> RequestAsync(Sale sale, string conversationId, string key)
    {
        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{conversationId}/payment-requests", Sale.TwoMugs(), key), 201)[
            "id"
        ]!;
        await SettleAsync();
        return order;
    }

    [Fact]
    public async Task The_same_message_told_three_times_is_one_message()
    {
        var (account, user) = ("17841400000000003", "1003");
        var sale = await ConnectedAsync(account);
        var mid = await Instagram.ReceiveAsync(user, account, "Once.");
        await Instagram.ResendAsync(mid);
        await Clock.DrainAsync();
        await Pass(TimeSpan.FromMinutes(15));
        await Instagram.ResendAsync(mid);
        await Clock.DrainAsync();
        var id = Assert
            .Single(Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray().ToList())
            .GetProperty("id")
            .GetString()!;
        Assert.Equal(["Once."], await TextsAsync(sale, id));
    }

    [Fact]
    public async Task What_a_buyer_who_has_blocked_the_seller_cannot_get_is_told_the_seller_once()
    {
        var (account, user) = ("17841400000000015", "1015");
        var sale = await ConnectedAsync(account);
        await Instagram.ReceiveAsync(user, account, "Two mugs, please.");
        await Clock.DrainAsync();
        var id = await ConversationOfAsync(sale);
        await Instagram.BlockAsync(user, account);
        Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201);
        await Pass(TimeSpan.FromMinutes(10));
        Assert.Single(
            await TextsAsync(sale, id),
            said =>
                said.StartsWith("Instagram did not take this message; the buyer has not seen it: Payment request", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_genuine_webhook_about_something_else_is_taken_and_counted_and_leaves_nothing()
    {
        var before = await Rows.PictureAsync(Local);
        var counted = new ConcurrentQueue<(long, string?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == WebhookCounters.Ignored)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) => counted.Enqueue((count, tags.ToArray().Single(t => t.Key == "reason").Value as string)));
        listener.Start();
        var body = """{"object":"page","entry":[{"id":"1","messaging":[]}]}"""u8.ToArray();
        using var browser = new Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, Instagram.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Headers.Add(MetaWebhookSigner.Header, MetaWebhookSigner.Sign("local-app-secret", body));
        Assert.Equal(200, (await browser.SendAsync(request)).Status);
        await Clock.DrainAsync();
        Assert.Equal([(1L, "unknown-object")], counted);
        Assert.Equal(before, await Rows.PictureAsync(Local));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_forged_message_is_refused_and_opens_no_conversation(bool withSignature)
    {
        var account = withSignature ? "17841400000000004" : "17841400000000005";
        var sale = await ConnectedAsync(account, $"forged {withSignature}");
        var before = await Rows.PictureAsync(Local);
        using var browser = new Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, Instagram.WebhookUrl)
        {
            Content = new StringContent(
                $$$"""{"object":"instagram","entry":[{"id":"{{{account}}}","time":1772442000000,"messaging":[{"sender":{"id":"666"},"recipient":{"id":"{{{account}}}"},"timestamp":1772442000000,"message":{"mid":"forged","text":"Pay me"}}]}]}"""
            ),
        };
        if (withSignature)
            request.Headers.Add("X-Hub-Signature-256", "sha256=" + new string('0', 64));
        Assert.Equal(401, (await browser.SendAsync(request)).Status);
        await Clock.DrainAsync();
        Assert.Equal(before, await Rows.PictureAsync(Local));
        Assert.Empty(Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray());
    }

    private List<string?> Seen(string account, string user) => [.. Instagram.Conversation(account, user).Select(m => m.Text)];

    private static async Task<IReadOnlyList<string>> TextsAsync(Sale sale, string id) =>
        [
            .. Sale.Must(await sale.Seller.GetAsync($"conversations/{id}/messages?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Select(m => m.GetProperty("text").GetString()!),
        ];

    // Nothing was sent twice, and no echo was taken for the seller's own message.
    private async Task AssertNothingIsLostAsync(Sale sale, string id, string account, string user)
    {
        var seen = Seen(account, user);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        var texts = await TextsAsync(sale, id);
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.DoesNotContain(texts, text => text.Contains("/pay/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+/pay/\S+")]
    private static partial Regex Link();
}
