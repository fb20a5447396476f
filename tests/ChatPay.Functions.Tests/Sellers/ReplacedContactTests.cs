using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Providers.Mail;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers.Secrets;
using ChatPay.Local.Simulators.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>Whoever steals a token cannot silence the mails about it by changing the address first, however often the owner has
/// changed it in the days before.</summary>
public sealed class ReplacedContactTests
{
    private const string Replaced = "You are written to at another address";
    private const string Paid = "Your payouts go to another PayPal account";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Address_ReplacedDaysAfterAnother_IsToldOfThatAndOfTheNewPayPalAccount()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SetAsync("a@example.com");
        await bench.SetAsync("b@example.com");
        await bench.PassAsync(days: 3);
        await bench.SetAsync("c@example.com");
        await bench.ChangeReceiverAsync();

        Assert.Equal([Replaced, Paid], bench.MailsTo("a@example.com"));
        Assert.Equal([Replaced, Paid], bench.MailsTo("b@example.com"));
        Assert.Equal([Paid], bench.MailsTo("c@example.com"));
    }

    [Fact]
    public async Task Address_ThatWasReplacedAndSetAgain_GetsEachMailOnce()
    {
        await using var bench = await Bench.StartAsync();
        foreach (var address in new[] { "a@example.com", "b@example.com", "a@example.com" })
            await bench.SetAsync(address);
        await bench.ChangeReceiverAsync();

        Assert.Equal([Replaced, Paid], bench.MailsTo("a@example.com"));
        Assert.Equal([Replaced, Paid], bench.MailsTo("b@example.com"));
    }

    [Fact]
    public async Task Addresses_AreForgottenAWeekAfterEachWasReplaced()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SetAsync("a@example.com");
        await bench.SetAsync("b@example.com");
        await bench.PassAsync(days: 4);
        await bench.SetAsync("c@example.com");
        await bench.PassAsync(days: 4);
        await bench.ChangeReceiverAsync();
        Assert.Equal([Replaced], bench.MailsTo("a@example.com"));
        Assert.Equal([Replaced, Paid], bench.MailsTo("b@example.com"));

        await bench.PassAsync(days: 5);
        await bench.ChangeReceiverAsync();
        Assert.Equal([Replaced, Paid], bench.MailsTo("b@example.com"));
        Assert.Equal([Paid, Paid], bench.MailsTo("c@example.com"));
        await bench.Secrets.AssertAgreementAsync();
    }

    /// <summary>The addresses from before a theft are older than the thief's.</summary>
    [Fact]
    public async Task Addresses_BeyondTheBound_DoNotReplaceTheOldest()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SetAsync("owner@example.com");
        for (var i = 0; i < 8; i++)
            await bench.SetAsync($"thief-{i}@example.com");
        await bench.ChangeReceiverAsync();

        Assert.Equal([Replaced, Paid], bench.MailsTo("owner@example.com"));
        Assert.Equal(SellerTransitions.MaxReplacedContacts + 1, bench.Sink.Mails.Count(m => m.Subject == Paid));
        await bench.Secrets.AssertAgreementAsync();
    }

    /// <summary>A full mailbox is tried again for days: the others are told once.</summary>
    [Fact]
    public async Task Address_RefusedForNow_IsTriedAgainAlone()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SetAsync("a@example.com");
        await bench.SetAsync("full@example.com");
        await bench.SetAsync("c@example.com");
        bench.Sink.Full.Add("full@example.com");
        await bench.ChangeReceiverAsync();
        for (var i = 0; i < 5; i++)
            await bench.TryAgainAsync();
        Assert.Equal([Replaced, Paid], bench.MailsTo("a@example.com"));
        Assert.Equal([Paid], bench.MailsTo("c@example.com"));

        bench.Sink.Full.Clear();
        await bench.TryAgainAsync();
        Assert.Equal([Replaced, Paid], bench.MailsTo("full@example.com"));
        Assert.Equal([Replaced, Paid], bench.MailsTo("a@example.com"));
    }

    [Fact]
    public async Task Row_OfAnOlderVersion_KeepsItsOneReplacedAddress()
    {
        await using var bench = await Bench.StartAsync();
        var now = bench.Secrets.Stores.Clock.GetUtcNow();
        await bench.Secrets.Stores.Secrets.SetSecretAsync("eml-old", "old@example.com", Cancellation);
        await bench.Secrets.Stores.Tables.Sellers.UpsertEntityAsync(
            new TableEntity(bench.SellerId, "seller")
            {
                ["Doc"] =
                    $$$"""{"id":"{{{bench.SellerId}}}","businessName":"Mugs","country":"US","payPalMerchantId":"SELLERMUGS234","replacedContact":{"reference":"eml-old","replacedAt":"{{{now:O}}}","forgetAt":"{{{now.AddDays(7):O}}}"},"createdAt":"{{{now:O}}}"}""",
            },
            TableUpdateMode.Replace,
            Cancellation);
        await bench.SetAsync("b@example.com");
        await bench.SetAsync("c@example.com");
        await bench.ChangeReceiverAsync();

        Assert.Equal([Paid], bench.MailsTo("old@example.com"));
        Assert.Equal([Replaced, Paid], bench.MailsTo("b@example.com"));
        await bench.Secrets.AssertAgreementAsync();
    }

    private sealed class Bench(SecretsBench secrets, string sellerId, MailSink sink) : IAsyncDisposable
    {
        private int _receivers;

        public SecretsBench Secrets => secrets;

        public string SellerId => sellerId;

        public MailSink Sink => sink;

        public static async Task<Bench> StartAsync()
        {
            var secrets = await SecretsBench.StartAsync();
            var folder = Directory.CreateTempSubdirectory("chatpay-mails-").FullName;
            return new Bench(secrets, await secrets.RegisterAsync("owner"), MailSink.Start(folder, port: 0));
        }

        public async Task SetAsync(string address)
        {
            await secrets.ReplaceContactAsync(sellerId, address);
            await secrets.Stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
            await DeliverAsync();
        }

        public async Task ChangeReceiverAsync()
        {
            var (now, account) = (secrets.Stores.Clock.GetUtcNow(), $"ATTACKERS234{_receivers++}");
            await secrets.Get<SellerNotices>().EnqueueReceiverChangedAsync(sellerId, account, now, now.AddDays(3), Cancellation);
            await secrets.Sellers.ChangeAsync(
                sellerId, s => SellerTransitions.SetReceiver(s, account, now, TimeSpan.FromDays(3)), Cancellation);
            await secrets.Stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
            await DeliverAsync();
        }

        /// <summary>Takes up what was put back.</summary>
        public async Task TryAgainAsync()
        {
            await secrets.Stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(6), Cancellation);
            await DeliverAsync();
        }

        public async Task PassAsync(int days)
        {
            for (var day = 0; day < days; day++)
            {
                await secrets.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
                await secrets.LookAsync();
            }
        }

        /// <summary>The subjects of the mails to this address, each of which has an id of its own.</summary>
        public string[] MailsTo(string address)
        {
            var mails = sink.Mails.Where(m => m.To == address).ToList();
            Assert.Equal(mails.Count, mails.Select(m => m.Id).Distinct().Count());
            return [.. mails.Select(m => m.Subject)];
        }

        public async ValueTask DisposeAsync()
        {
            await sink.DisposeAsync();
            Directory.Delete(sink.Folder, recursive: true);
            await secrets.DisposeAsync();
        }

        private async Task DeliverAsync()
        {
            var stores = secrets.Stores;
            var attention = new OperatorAlerts(stores.Tables, stores.Clock);
            var mails = new MailSellers(
                new Mailer(
                    Options.Create(
                        new MailOptions
                        {
                            Host = "127.0.0.1",
                            Port = sink.Port,
                            Security = MailSecurity.None,
                            From = "chatpay@example.com",
                        }),
                    stores.Clock),
                null!,
                null!,
                secrets.Sellers,
                secrets.Contacts,
                null!,
                attention,
                stores.Queues,
                new RetryingConsumer(
                    new OutageBackoff(new ImpatientClock()), stores.Queues, stores.Clock, NullLogger<RetryingConsumer>.Instance));
            await using var receiver = stores.Bus.CreateReceiver(Queues.OutboundMail);
            while ((await receiver.PeekMessagesAsync(100, fromSequenceNumber: 0, Cancellation))
                .Any(message => message.State == ServiceBusMessageState.Active))
            {
                var message = await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
                await mails.RunAsync(message, Cancellation);
                await receiver.CompleteMessageAsync(message, Cancellation);
            }
        }
    }
}
