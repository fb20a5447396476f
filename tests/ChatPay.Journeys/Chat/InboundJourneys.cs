using System.Globalization;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Simulators.Webhooks;

namespace ChatPay.Journeys.Chat;

/// <summary>Instagram's webhooks arrive in large batches, out of order, more than once, late, and during outages.</summary>
public sealed class InboundJourneys(JourneyPlatform platform) : Journey(platform)
{
    private const int Users = 20;
    private const int Rounds = 50;

    [Fact]
    public async Task A_thousand_messages_told_three_times_in_shuffled_batches_are_there_once_and_each_batch_in_order()
    {
        const string account = "17841400000000031";
        var sale = await ConnectedAsync(account);
        var address = Local.Instagram.WebhookUrl;

        // One batch: the conversation shows it in the order of creation.
        Local.Instagram.WebhookUrl = null;
        await TalkAsync(account, 16);
        Assert.Equal(1, await Local.Instagram.CombineAsync(3, new Random(1)));
        Local.Instagram.WebhookUrl = address;
        await Clock.DrainAsync();
        Assert.All(await ConversationsAsync(sale), said => Assert.Equal(Words(0, 16), said.Select(m => m.Text)));

        // Three batches of a thousand, shuffled across all of them: each message appears once, ordered by its own time.
        Local.Instagram.WebhookUrl = null;
        await TalkAsync(account, Rounds, 16);
        Assert.Equal(3, await Local.Instagram.CombineAsync(3, new Random(2)));
        Local.Instagram.WebhookUrl = address;
        await Clock.DrainAsync();
        var conversations = await ConversationsAsync(sale);
        Assert.Equal(Users, conversations.Count);
        Assert.All(conversations, said => Assert.Equal(Words(0, 16 + Rounds), said.OrderBy(m => m.SaidAt).Select(m => m.Text)));
        Assert.Equal((0, 0), (Inbound.Active, Inbound.DeadLettered));
    }

    [Fact]
    public async Task While_everything_behind_the_queue_is_down_for_ten_minutes_nothing_is_lost_or_given_up_or_overtaken()
    {
        const string account = "17841400000000032";
        var sale = await ConnectedAsync(account);
        Local.IsCutOff = true;
        for (var minute = 0; minute < 10; minute++)
        {
            for (var user = 0; user < 3; user++)
                await Local.Instagram.ReceiveAsync($"20{user}", account, minute.ToString(CultureInfo.InvariantCulture));
            await Pass(TimeSpan.FromMinutes(1));
        }

        var asked = sale.Seller.GetAsync("conversations");
        await ToTheEndOf(asked);
        Assert.Equal(503, (await asked).Status);
        Assert.All(Local.Bus.Peek(Queues.InboundChat, deadLetters: false, 100), m => Assert.InRange(m.DeliveryCount, 0, 1));
        Assert.All(
            Local.Instagram.Webhooks.Where(w => w.Body.Contains(account, StringComparison.Ordinal)),
            w => Assert.Equal(200, w.LastAnswer));
        Local.IsCutOff = false;
        await Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(0, Inbound.DeadLettered);
        var conversations = await ConversationsAsync(sale);
        Assert.Equal(3, conversations.Count);
        Assert.All(conversations, said => Assert.Equal(Words(0, 10), said.Select(m => m.Text)));
    }

    [Fact]
    public async Task When_the_queue_itself_is_down_Meta_is_asked_to_tell_it_again()
    {
        const string account = "17841400000000033";
        var sale = await ConnectedAsync(account);
        Local.Bus.Unavailable = true;
        var mid = await Local.Instagram.ReceiveAsync("401", account, "Hello?");
        await Clock.DrainAsync();
        var told = Assert.Single(Local.Instagram.Webhooks, w => w.Id == mid);
        Assert.Equal((WebhookState.Pending, 503), (told.State, told.LastAnswer));
        Assert.Empty(await ConversationsAsync(sale));

        Local.Bus.Unavailable = false;
        await Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("Hello?", Assert.Single(Assert.Single(await ConversationsAsync(sale))).Text);
    }

    [Fact]
    public async Task What_is_late_by_up_to_an_hour_carries_its_own_time()
    {
        const string account = "17841400000000034";
        var sale = await ConnectedAsync(account);
        var random = new Random(3);
        Local.Instagram.Lateness = () => TimeSpan.FromMinutes(random.Next(60));
        for (var i = 0; i < 12; i++)
        {
            await Local.Instagram.ReceiveAsync("301", account, i.ToString(CultureInfo.InvariantCulture));
            await Pass(TimeSpan.FromMinutes(1));
        }

        Local.Instagram.Lateness = null;
        await Pass(TimeSpan.FromHours(1));
        var said = Assert.Single(await ConversationsAsync(sale));
        Assert.NotEqual(Words(0, 12), said.Select(m => m.Text));
        Assert.Equal(Words(0, 12), said.OrderBy(m => m.SaidAt).Select(m => m.Text));
    }

    [Fact]
    public async Task What_is_taken_back_is_gone_even_when_that_is_told_first()
    {
        const string account = "17841400000000035";
        var sale = await ConnectedAsync(account);
        var told = await Local.Instagram.ReceiveAsync("501", account, "canary-told");
        await Clock.DrainAsync();
        await Local.Instagram.TakeBackAsync(told);
        Local.Instagram.Lateness = () => TimeSpan.FromMinutes(5);
        var late = await Local.Instagram.ReceiveAsync("501", account, "canary-late");
        Local.Instagram.Lateness = null;
        await Local.Instagram.TakeBackAsync(late);
        await Pass(TimeSpan.FromMinutes(10));

        var said = Assert.Single(await ConversationsAsync(sale));
        Assert.Equal(["", ""], said.Select(m => m.Text));
    }

    private QueueStatus Inbound => Local.Bus.Queues.Single(q => q.Name == Queues.InboundChat);

    private async Task TalkAsync(string account, int rounds, int from = 0)
    {
        for (var round = from; round < from + rounds; round++)
        {
            for (var user = 0; user < Users; user++)
                await Local.Instagram.ReceiveAsync($"10{user}", account, round.ToString(CultureInfo.InvariantCulture));
            await Pass(TimeSpan.FromSeconds(1));
        }

        await Clock.DrainAsync();
    }

    private static IEnumerable<string> Words(int from, int count) =>
        Enumerable.Range(from, count).Select(n => n.ToString(CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<IReadOnlyList<(string Text, DateTimeOffset SaidAt)>>> ConversationsAsync(Sale sale)
    {
        var all = new List<IReadOnlyList<(string, DateTimeOffset)>>();
        foreach (var conversation in Sale.Must(await sale.Seller.GetAsync("conversations?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray())
        {
            var messages = Sale.Must(
                await sale.Seller.GetAsync($"conversations/{conversation.GetProperty("id").GetString()}/messages?limit=100"),
                200
            ).Body;
            all.Add([
                .. messages
                    .GetProperty("items")
                    .EnumerateArray()
                    .Select(m =>
                        (
                            m.GetProperty("text").GetString()!,
                            (m.TryGetProperty("saidAt", out var said) ? said : m.GetProperty("at")).GetDateTimeOffset())),
            ]);
        }

        return all;
    }
}
