using Azure;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Sellers.Secrets;

/// <summary>Identity data, tokens and mail addresses are in the vault exactly while a seller's row names them, whichever call to
/// tables or vault the process dies at.</summary>
public sealed class KilledSecretsTests
{
    /// <summary>A seller's action, the actions before it, and whether the row finally names a secret.</summary>
    private static readonly Dictionary<string, Change> Changes = new()
    {
        ["submit identity data"] = new((_, _, _) => Task.CompletedTask, (bench, who, _) => bench.SubmitKycAsync(who)),
        ["submit it again"] = new((bench, who, _) => bench.SubmitKycAsync(who), (bench, who, _) => bench.SubmitKycAsync(who)),
        ["submit it to another version"] = new(
            (bench, who, _) => bench.SubmitKycAsync(who), (bench, who, _) => bench.SubmitKycAsync(who, "\"other\"")),
        ["erase it"] = new((bench, who, _) => bench.SubmitKycAsync(who), (bench, who, _) => bench.EraseKycAsync(who)),
        ["have it locked"] = new(
            async (bench, who, seller) =>
            {
                await bench.SubmitKycAsync(who);
                await bench.BookAsync(seller);
            },
            (bench, who, _) => bench.EraseKycAsync(who)),
        ["give an address"] = new(
            (_, _, _) => Task.CompletedTask, (bench, _, seller) => bench.ReplaceContactAsync(seller, "a@example.com")),
        ["give another"] = new(
            (bench, _, seller) => bench.ReplaceContactAsync(seller, "a@example.com"),
            (bench, _, seller) => bench.ReplaceContactAsync(seller, "b@example.com")),
        ["give a third"] = new(TwoAddressesAsync, (bench, _, seller) => bench.ReplaceContactAsync(seller, "c@example.com")),
        ["remove it"] = new(TwoAddressesAsync, (bench, _, seller) => bench.ReplaceContactAsync(seller, null)),
        ["give a fourth"] = new(ThreeAddressesAsync, (bench, _, seller) => bench.ReplaceContactAsync(seller, "d@example.com")),
        ["remove the third"] = new(ThreeAddressesAsync, (bench, _, seller) => bench.ReplaceContactAsync(seller, null)),
        ["give one more than are kept"] = new(
            async (bench, who, seller) =>
            {
                await ThreeAddressesAsync(bench, who, seller);
                for (var i = 0; i < SellerTransitions.MaxReplacedContacts; i++)
                    await bench.ReplaceContactAsync(seller, $"d-{i}@example.com");
            },
            (bench, _, seller) => bench.ReplaceContactAsync(seller, "z@example.com")),
        ["have the first of two addresses forgotten"] = new(
            async (bench, who, seller) =>
            {
                await TwoAddressesAsync(bench, who, seller);
                await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(4), Cancellation);
                await bench.ReplaceContactAsync(seller, "c@example.com");
                await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(4), Cancellation);
            },
            (bench, _, seller) => bench.Contacts.ForgetAsync(seller, Cancellation)),
        ["have two addresses forgotten"] = new(
            async (bench, who, seller) =>
            {
                await ThreeAddressesAsync(bench, who, seller);
                await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(9), Cancellation);
            },
            (bench, _, seller) => bench.Contacts.ForgetAsync(seller, Cancellation)),
        ["have an address forgotten"] = new(
            async (bench, who, seller) =>
            {
                await TwoAddressesAsync(bench, who, seller);
                await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromDays(9), Cancellation);
            },
            (bench, _, seller) => bench.Contacts.ForgetAsync(seller, Cancellation)),
        ["connect Instagram"] = new((_, _, _) => Task.CompletedTask, (bench, _, seller) => bench.ConnectAsync(seller)),
        ["connect it again"] = new((bench, _, seller) => bench.ConnectAsync(seller), (bench, _, seller) => bench.ConnectAsync(seller)),
        ["have its token refreshed"] = new(
            (bench, _, seller) => bench.ConnectAsync(seller),
            async (bench, _, seller) =>
            {
                if ((await bench.Sellers.FindAsync(seller, Cancellation))!.Instagram is { } account)
                {
                    var newer = new InstagramToken("newer", bench.Stores.Clock.GetUtcNow().AddDays(60));
                    await bench.Connections.ReplaceTokenAsync(seller, account.TokenReference, newer, Cancellation);
                }
            }),
        ["disconnect it"] = new(
            (bench, _, seller) => bench.ConnectAsync(seller),
            (bench, _, seller) => bench.DisconnectAsync(seller)),
        ["lose it"] = new(
            (bench, _, seller) => bench.ConnectAsync(seller),
            async (bench, _, seller) => await bench.Get<LoseInstagramConnection>().RunAsync(
                seller,
                (await bench.Sellers.FindAsync(seller, Cancellation))!.Instagram!.TokenReference,
                InstagramLoss.Withdrawn,
                Cancellation)),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<string, Trouble> All() => new(Changes.Keys, Enum.GetValues<Trouble>());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Secret_OfAChangeThatIsCutOffAtAnyCall_IsThereIfARowNamesItAndOnlyThen(string name, Trouble trouble)
    {
        var change = Changes[name];
        await using var bench = await SecretsBench.StartAsync();
        var at = 1;
        for (var happened = true; happened; at++)
        {
            var who = $"{name} {at}";
            var seller = await bench.RegisterAsync(who);
            await change.Before(bench, who, seller);
            bench.Trouble.Plan(trouble, at);
            await AttemptAsync(() => change.Act(bench, who, seller));
            happened = bench.Trouble.HasHappened;
            bench.Trouble.Stop();
            if (!happened)
                await bench.AssertAgreementAsync(); // At once, not only after the sweep.

            await bench.RestAsync();
            await bench.AssertAgreementAsync();
            await AttemptAsync(() => change.Act(bench, who, seller));
            await bench.AssertAgreementAsync();
        }

        Assert.True(at > 3, "No call was seen.");
    }

    [Fact]
    public async Task Secret_WrittenSoSlowlyThatTheSweepHasComeBefore_IsRefusedAndErased()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("slow");

        var begun = await BeginAsync(bench, seller, "eml-slow");
        var refused = await Assert.ThrowsAsync<ProblemException>(() => bench.Get<SellerSecrets>().KeepAsync(
            begun.After,
            begun.Hint,
            async () =>
            {
                await bench.Stores.Secrets.SetSecretAsync("eml-slow", "a@example.com", Cancellation);
                await bench.RestAsync();
            },
            s => s with { ContactReference = "eml-slow" },
            Cancellation));

        Assert.Equal(503, refused.Status);
        Assert.Null((await bench.Sellers.FindAsync(seller, Cancellation))!.ContactReference);
        await bench.AssertAgreementAsync();
    }

    [Fact]
    public async Task Secret_ThatIsBeingWritten_IsLeftAloneByTheSweepForAnHour()
    {
        await using var bench = await SecretsBench.StartAsync();
        var seller = await bench.RegisterAsync("writing");

        var begun = await BeginAsync(bench, seller, "eml-young");
        await bench.Get<SellerSecrets>().KeepAsync(
            begun.After,
            begun.Hint,
            async () =>
            {
                await bench.Stores.Secrets.SetSecretAsync("eml-young", "a@example.com", Cancellation);
                await bench.Stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(59), Cancellation);
                await bench.Get<SweepSecrets>().RunAsync(new TimerInfo(), Cancellation);
            },
            s => s with { ContactReference = "eml-young" },
            Cancellation);

        Assert.Equal("a@example.com", await bench.Contacts.FindAsync("eml-young", Cancellation));
        await bench.AssertAgreementAsync();
    }

    private static async Task<BegunSecret> BeginAsync(SecretsBench bench, string seller, string reference) =>
        await bench.Get<SellerSecrets>().BeginAsync(
            await bench.Sellers.GetAsync(seller, Cancellation), reference, s => s with { ContactReference = reference }, Cancellation);

    private static async Task TwoAddressesAsync(SecretsBench bench, string who, string seller)
    {
        await bench.ReplaceContactAsync(seller, "a@example.com");
        await bench.ReplaceContactAsync(seller, "b@example.com");
    }

    private static async Task ThreeAddressesAsync(SecretsBench bench, string who, string seller)
    {
        await TwoAddressesAsync(bench, who, seller);
        await bench.ReplaceContactAsync(seller, "c@example.com");
    }

    private static async Task AttemptAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is TroubleMaker.DeathException or RequestFailedException or ProblemException or OutageException)
        {
            // It was interrupted, or refused because it was already done.
        }
    }

    private sealed record Change(Func<SecretsBench, string, string, Task> Before, Func<SecretsBench, string, string, Task> Act);
}
