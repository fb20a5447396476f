using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.Mail;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Payouts.Batches;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Simulators.Mail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>Operators are mailed new alerts, once in five minutes at most, and whatever fails meanwhile.</summary>
public sealed class AlertMailTests
{
    private static readonly TimeSpan UntilSent = TimeSpan.FromMinutes(7);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alerts_OfFiveMinutes_AreOneMailThatSaysWhatToDoAndWhere()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RaiseAsync("payout-late", "ord-1", "Order ord-1 is late.", orderId: "ord-1");
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        await bench.RaiseAsync("dead-letters", "outbound-mail", "3 messages failed.");
        // Another instance of the app, later in the same five minutes.
        await bench.PassAsync(TimeSpan.FromMinutes(3));
        await bench.RaiseAsync("of-tomorrow", "x-1", "Unheard of.", bench.NewAlerts());
        Assert.Empty(bench.Mails);

        await bench.PassAsync(UntilSent);

        var mail = Assert.Single(bench.Mails);
        Assert.Equal(("one@example.com", "ChatPay: 3 new alerts"), (mail.To, mail.Subject));
        Assert.Equal(
            $"""
            of-tomorrow
            Unheard of.
            What to do: Look.
            About x-1, 2026-03-01 12:04 UTC.

            {Word("alert.dead-letters")}
            3 messages failed.
            What to do: {Word("alert.dead-letters.do")}
            About outbound-mail, 2026-03-01 12:01 UTC.

            {Word("alert.payout-late")}
            Order ord-1 is late.
            What to do: {Word("alert.payout-late.do")}
            About ord-1, 2026-03-01 12:00 UTC.

            The operator's desk: https://pay.example.com/ops
            """,
            mail.Text.ReplaceLineEndings().TrimEnd());
    }

    [Fact]
    public async Task Alert_OfTheNextFiveMinutes_IsInAMailOfItsOwn()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        await bench.RaiseAsync("payout-late", "ord-2");
        await bench.PassAsync(UntilSent);

        Assert.Equal(["ChatPay: 1 new alert", "ChatPay: 1 new alert"], bench.Mails.Select(mail => mail.Subject));
        Assert.Contains("ord-1", bench.Mails[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ord-1", bench.Mails[1].Text, StringComparison.Ordinal);
        Assert.NotEqual(bench.Mails[0].Id, bench.Mails[1].Id);
    }

    [Fact]
    public async Task Alert_ThatIsResolvedMeanwhile_IsNotMailed()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.Alerts.ClearAsync("payout-late", "ord-1", "It was paid.", Cancellation);
        await bench.PassAsync(UntilSent);

        Assert.Empty(bench.Mails);
    }

    [Fact]
    public async Task Alert_ThatGoesOn_IsMailedAgainOnlyWhenItOpensAgain()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.PassAsync(TimeSpan.FromHours(1));
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.PassAsync(TimeSpan.FromHours(1));
        Assert.Single(bench.Mails);

        await bench.Alerts.ClearAsync("payout-late", "ord-1", "It was paid.", Cancellation);
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.PassAsync(UntilSent);
        Assert.Equal(2, bench.Mails.Count);
    }

    [Fact]
    public async Task Alerts_AHundredAtOnce_AreOneMessageAndOneMailThatCountsWhatItDoesNotDescribe()
    {
        await using var bench = await Bench.StartAsync();
        for (var n = 0; n < 100; n++)
            await bench.RaiseAsync("payout-late", $"ord-{n:D3}");
        Assert.Single(await bench.QueuedAsync());
        await bench.PassAsync(UntilSent);

        var mail = Assert.Single(bench.Mails);
        Assert.Equal("ChatPay: 100 new alerts", mail.Subject);
        Assert.Equal(20, mail.Text.Split(Word("alert.payout-late")).Length - 1);
        Assert.Contains("And 80 more.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_WithoutAnAddress_AreNotQueued()
    {
        await using var bench = await Bench.StartAsync(mailTo: " ; ");
        await bench.RaiseAsync("payout-late", "ord-1");

        Assert.Empty(await bench.QueuedAsync());
        Assert.Single(await bench.Alerts.ListOpenAsync(Cancellation));
    }

    [Fact]
    public async Task Mail_ToSeveral_IsOneForEach_AndARefusedAddressIsAnAlertUntilItIsAccepted()
    {
        await using var bench = await Bench.StartAsync(mailTo: "gone@example.com, one@example.com; ONE@example.com");
        bench.Unknown.Add("gone@example.com");
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.PassAsync(TimeSpan.FromHours(1));

        // The second mail is about the first address. It is refused there too, which is no further alert.
        Assert.Equal(["one@example.com", "one@example.com"], bench.Mails.Select(mail => mail.To));
        Assert.Contains(Word("alert.alert-mail-refused"), bench.Mails[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("gone@example.com", bench.Mails[1].Text, StringComparison.Ordinal);
        Assert.Equal(2, (await bench.Alerts.ListOpenAsync(Cancellation)).Count);
        await bench.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, bench.Mails.Count);

        bench.Unknown.Clear();
        await bench.RaiseAsync("payout-late", "ord-2");
        await bench.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["payout-late", "payout-late"], (await bench.Alerts.ListOpenAsync(Cancellation)).Select(alert => alert.Kind));
    }

    [Fact]
    public async Task Crash_BeforeTheAlertIsWritten_LosesNoMail_AndMailsNothingThatIsNotThere()
    {
        await using var bench = await Bench.StartAsync();
        // It dies at its third request: after two look-ups it writes.
        var dead = false;
        var dying = bench.NewAlerts(bench.Stores.DyingAfter(2, () => dead = true));
        await Assert.ThrowsAsync<LocalStores.DeathException>(() => bench.RaiseAsync("payout-late", "ord-1", alerts: dying));
        Assert.True(dead);
        Assert.Single(await bench.QueuedAsync());
        await bench.PassAsync(TimeSpan.FromHours(1));
        Assert.Empty(bench.Mails);

        await Assert.ThrowsAsync<LocalStores.DeathException>(
            () => bench.RaiseAsync("payout-late", "ord-1", alerts: bench.NewAlerts(bench.Stores.DyingAfter(2, () => { }))));
        await bench.RaiseAsync("payout-late", "ord-1", alerts: bench.NewAlerts());
        Assert.Single(await bench.QueuedAsync());
        await bench.PassAsync(UntilSent);
        Assert.Single(bench.Mails);
    }

    /// <summary>Storage that hardly responds is a likely time for alerts. The digest of these five minutes has long been sent when it
    /// has been looked up whether the alert is known, and is not yet sent when it is written.</summary>
    [Fact]
    public async Task Alert_ThatStorageTakesMinutesToLookUpAndToWrite_IsMailed()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RaiseAsync("payout-late", "ord-1");
        var slow = bench.NewAlerts(new ChatPayTables(bench.Stores.Watched(new SlowStorage(time => bench.PassAsync(time))).Tables));
        await bench.RaiseAsync("payout-late", "ord-2", alerts: slow);
        await bench.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Contains("ord-2", bench.Mails[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_DeliveredTwice_IsMailedUnderTheSameId()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RaiseAsync("payout-late", "ord-1");
        await bench.PassAsync(UntilSent, deliveries: 2);

        Assert.Equal(2, bench.Mails.Count);
        Assert.Single(bench.Mails.Select(mail => mail.Id).Distinct());
    }

    [Fact]
    public async Task Queue_ThatDoesNotAnswer_HoldsUpOneAlertOfAMinuteForTenSeconds()
    {
        await using var bench = await Bench.StartAsync();
        await using var hanging = new HangingBus();
        var alerts = bench.NewAlerts(queues: new Queues(hanging, bench.Stores.Clock));

        var raising = bench.RaiseAsync("payout-late", "ord-1", alerts: alerts);
        await hanging.Called;
        await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await raising;
        await bench.RaiseAsync("payout-late", "ord-2", alerts: alerts);

        Assert.Equal(2, (await alerts.ListOpenAsync(Cancellation)).Count);
        Assert.Single(bench.Log.Errors);
        Assert.Single(bench.Log.Warnings);
        Assert.Equal(1, hanging.Sends);
    }

    [Fact]
    public async Task Queue_ThatIsNotThere_KeepsNoAlertFromBeingRaised()
    {
        await using var bench = await Bench.StartAsync();
        var closed = bench.Stores.Broker.CreateClient();
        await closed.DisposeAsync();
        var alerts = bench.NewAlerts(queues: new Queues(closed, bench.Stores.Clock));
        await bench.RaiseAsync("payout-late", "ord-1", alerts: alerts);

        Assert.Single(await alerts.ListOpenAsync(Cancellation));
        Assert.Single(bench.Log.Errors);
    }

    /// <summary>What the operator's desk says.</summary>
    private static string Word(string key)
    {
        var words = new PageWords("en", "ops");
        Assert.True(words.Knows(key));
        return words.Text(key);
    }

    private sealed class Bench(LocalStores stores, MailSink sink, IOptions<AlertOptions> options) : IAsyncDisposable
    {
        private OperatorAlerts? _alerts;

        public LocalStores Stores => stores;

        public OperatorAlerts Alerts => _alerts ??= NewAlerts();

        public LogBook Log { get; } = new();

        public IReadOnlyList<SentMail> Mails => sink.Mails;

        public ISet<string> Unknown => sink.Unknown;

        public static async Task<Bench> StartAsync(string mailTo = "one@example.com")
        {
            var stores = await LocalStores.StartAsync();
            stores.Broker.DeclareQueue(
                Queues.OutboundMail, new QueueOptions { DuplicateDetectionWindow = TimeSpan.FromMinutes(10) });
            var sink = MailSink.Start(Directory.CreateTempSubdirectory("chatpay-mails-").FullName, port: 0);
            return new Bench(stores, sink, Options.Create(new AlertOptions { MailTo = mailTo }));
        }

        /// <summary>The alerts of another instance of the app.</summary>
        public OperatorAlerts NewAlerts(ChatPayTables? tables = null, Queues? queues = null) => new(
            tables ?? stores.Tables,
            stores.Clock,
            new AlertNotices(queues ?? stores.Queues, options, stores.Clock, new Logger<AlertNotices>(Log)));

        public Task RaiseAsync(
            string kind, string subject, string what = "What.", OperatorAlerts? alerts = null, string? orderId = null) =>
            (alerts ?? Alerts).RaiseAsync(kind, subject, what, "Look.", orderId, Cancellation);

        public async Task<IReadOnlyList<ServiceBusReceivedMessage>> QueuedAsync()
        {
            await using var receiver = stores.Bus.CreateReceiver(Queues.OutboundMail);
            return await receiver.PeekMessagesAsync(100, fromSequenceNumber: 0, Cancellation);
        }

        /// <summary>Time passes minute by minute, and messages are consumed when they are due.</summary>
        public async Task PassAsync(TimeSpan time, int deliveries = 1)
        {
            for (var end = stores.Clock.GetUtcNow() + time; stores.Clock.GetUtcNow() < end;)
            {
                await stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
                await DeliverAsync(deliveries);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await sink.DisposeAsync();
            Directory.Delete(sink.Folder, recursive: true);
            await stores.DisposeAsync();
        }

        private async Task DeliverAsync(int deliveries)
        {
            var mailer = new Mailer(
                Options.Create(
                    new MailOptions { Host = "127.0.0.1", Port = sink.Port, Security = MailSecurity.None, From = "chatpay@example.com" }),
                stores.Clock);
            var address = Options.Create(new PublicAddress { BaseUrl = new Uri("https://pay.example.com/") });
            var consumer = new MailSellers(
                mailer,
                null!,
                null!,
                null!,
                null!,
                new MailOperators(mailer, Alerts, options, address),
                Alerts,
                stores.Queues,
                new RetryingConsumer(
                    new OutageBackoff(stores.Clock), stores.Queues, stores.Clock, NullLogger<RetryingConsumer>.Instance));
            await using var receiver = stores.Bus.CreateReceiver(Queues.OutboundMail);
            while ((await QueuedAsync()).Any(message => message.State == ServiceBusMessageState.Active))
            {
                var message = await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
                for (var delivery = 0; delivery < deliveries; delivery++)
                    await consumer.RunAsync(message, Cancellation);
                await receiver.CompleteMessageAsync(message, Cancellation);
            }
        }
    }

    /// <summary>Four minutes for each look-up, and two to write.</summary>
    private sealed class SlowStorage(Func<TimeSpan, Task> passAsync) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await passAsync(message.Request.Method == RequestMethod.Get ? TimeSpan.FromMinutes(4) : TimeSpan.FromMinutes(2));
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
    }

    private sealed class HangingBus : ServiceBusClient
    {
        private readonly HangingSender _sender = new();

        public Task Called => _sender.Called;

        public int Sends => _sender.Sends;

        public override ServiceBusSender CreateSender(string queueOrTopicName) => _sender;

#pragma warning disable CA2215 // Its base was created for a double, and has nothing to dispose.
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
#pragma warning restore CA2215
    }

    private sealed class HangingSender : ServiceBusSender
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public int Sends { get; private set; }

        public override async Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        {
            Sends++;
            _called.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
    }
}
