using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Sellers.Kyc;

public sealed class ReviewExpiringKycTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Review_AfterItsTime_IsAnnouncedAndThenStopsSellingUntilNewDataIsThere()
    {
        await using var stores = await LocalStores.StartAsync();
        var (days, sellers, policy) = (
            new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance),
            new SellerStore(stores.Tables, stores.Clock),
            new KycPolicy());
        var submitted = stores.Clock.GetUtcNow();
        await sellers.CreateAsync(Active(submitted), Cancellation);
        await ReviewExpiringKyc.PlanAsync(days, policy, "sel-1", policy.ValidUntil(submitted), Cancellation);

        // Three nights late, due reviews are still found.
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(703));
        await LookAsync();
        Assert.True((await sellers.FindAsync("sel-1", Cancellation))!.MaySell(stores.Clock.GetUtcNow()));
        Assert.Contains("soon", await MailAsync(stores), StringComparison.Ordinal);

        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(27));
        await LookAsync();
        var over = (await sellers.FindAsync("sel-1", Cancellation))!;
        Assert.Equal(
            (SellerState.Unverified, SellerStep.SubmitKyc),
            (over.StateAt(stores.Clock.GetUtcNow()), over.NextStepAt(stores.Clock.GetUtcNow())));
        Assert.Contains("again", await MailAsync(stores), StringComparison.Ordinal);
        Assert.NotNull(SellerTransitions.Verify(over, stores.Clock.GetUtcNow()).Refusal);
        Assert.Equal(
            SellerState.Pending,
            SellerTransitions
                .SubmitKyc(over, "kyc-2", stores.Clock.GetUtcNow(), stores.Clock.GetUtcNow().AddDays(1))
                .Next!
                .StateAt(stores.Clock.GetUtcNow()));

        Task LookAsync() => Look(stores, days, sellers, policy).RunAsync(new TimerInfo(), Cancellation);
    }

    [Fact]
    public async Task Review_OfDataThatWasHandedInAgain_LeavesTheSellerAlone()
    {
        await using var stores = await LocalStores.StartAsync();
        var (days, sellers, policy) = (
            new DueDays(stores.Tables, stores.Clock, NullLogger<DueDays>.Instance),
            new SellerStore(stores.Tables, stores.Clock),
            new KycPolicy());
        await ReviewExpiringKyc.PlanAsync(days, policy, "sel-1", policy.ValidUntil(stores.Clock.GetUtcNow()), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(600));
        await sellers.CreateAsync(Active(stores.Clock.GetUtcNow()), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(130));

        await Look(stores, days, sellers, policy).RunAsync(new TimerInfo(), Cancellation);

        Assert.True((await sellers.FindAsync("sel-1", Cancellation))!.MaySell(stores.Clock.GetUtcNow()));
    }

    private static Seller Active(DateTimeOffset submitted) =>
        SellerFacts.Active("sel-1", submitted) with
        {
            KycValidUntil = new KycPolicy().ValidUntil(submitted),
        };

    private static ReviewExpiringKyc Look(LocalStores stores, DueDays days, SellerStore sellers, KycPolicy policy)
    {
        var (ids, vault) = (new Ids(stores.Clock), new SecretVault(stores.Secrets));
        var identities = new IdentityVault(stores.Secrets, ids);
        var secrets = new SellerSecrets(
            sellers,
            new PendingSecrets(stores.Tables, stores.Clock),
            vault,
            identities,
            NullLogger<SellerSecrets>.Instance);
        var books = new StatementReader(
            new SellerOrderIndex(stores.Tables, stores.Clock),
            OrderStores.Of(stores.Tables, stores.Queues, stores.Clock),
            stores.Clock);
        return new ReviewExpiringKyc(
            days,
            sellers,
            new IdentityErasures(sellers, books, identities, days, Options.Create(policy), stores.Clock),
            new SellerContacts(sellers, secrets, vault, days, new SellerNotices(stores.Queues), ids, stores.Clock),
            stores.Queues,
            Options.Create(policy));
    }

    private static async Task<string> MailAsync(LocalStores stores)
    {
        await using var receiver = stores.Bus.CreateReceiver(Queues.OutboundMail);
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(1), Cancellation);
        await receiver.CompleteMessageAsync(message, Cancellation);
        return SellerMails.For(Queues.Read<OutboundMail>(message).Seller!, "en").Subject;
    }
}
