using System.Collections.Concurrent;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Crash;

/// <summary>Plays a whole sale with marked identity data, then searches for the marks in every byte stored, logged, printed and
/// answered.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class CanaryTests
{
    private static readonly Marks Identity = new(
        Sale.LegalName,
        Sale.Street,
        Sale.SocialSecurityNumber,
        Sale.SocialSecurityNumber.Replace("-", "", StringComparison.Ordinal),
        "1985-04-12");

    [Fact]
    public async Task Sale_WithMarkedIdentityData_LeavesItNowhereButInTheVault()
    {
        await using var platform = await PlatformProcess.StartAsync();
        var answers = new ConcurrentQueue<string>();
        using var sale = new Sale(platform.Stage with { Watch = inner => new Recorder(inner, answers) });
        await sale.SignUpAsync();
        await RefusedFormsAsync(sale);
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await platform.AdvanceAsync(TimeSpan.FromHours(75));
        await ReadAllAsync(sale);
        Assert.Empty(await platform.MissingAsync(sale));

        // While it runs, with the databases' logs; after a crash; and after a clean shutdown.
        Assert.Contains("tables.db-wal", Directory.EnumerateFiles(platform.DataFolder).Select(Path.GetFileName));
        AssertClean(platform);
        await platform.CrashAsync();
        AssertClean(platform);
        await platform.Program.StopAsync();
        AssertClean(platform);
        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Empty(Identity.In(answer)));
    }

    [Theory]
    [InlineData("plain 734-12-3456 text")]
    [InlineData("{\"taxId\":\"734123456\"}")]
    [InlineData("100 EXAMPLE pottery street")]
    public void Search_ForMarks_FindsThemInEveryForm(string text)
    {
        Assert.NotEmpty(Identity.In(text));
        Assert.NotEmpty(Identity.In(System.Text.Encoding.Unicode.GetBytes(text)));
    }

    [Theory]
    [InlineData("734-12-3456")]
    [InlineData("Example Seller")]
    public void Search_ForMarks_FindsThemInBase64(string text)
    {
        for (var before = 0; before < 6; before++)
            Assert.NotEmpty(
                Identity.In(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string('x', before) + text + "and more"))));
    }

    private static void AssertClean(PlatformProcess platform)
    {
        Assert.Empty(Identity.InFiles(platform.DataFolder)); // Including the vault's own file, which is encrypted.
        Assert.Empty(Identity.In(platform.Program.Output + platform.Program.Errors));
        // The search finds what is there.
        var known = new Marks("Blue mug, hand-thrown");
        Assert.Contains(known.InFiles(platform.DataFolder), hit => hit.StartsWith("tables.db", StringComparison.Ordinal));
    }

    /// <summary>Rejected identity data must appear neither in the response nor in a log.</summary>
    private static async Task RefusedFormsAsync(Sale sale)
    {
        var address = new { line1 = Sale.Street, city = "Portland", state = "OR", postalCode = "97201" };
        object[] forms =
        [
            new
            {
                legalName = Sale.LegalName,
                dateOfBirth = "1985-04-12",
                taxIdKind = "ssn",
                taxId = Sale.SocialSecurityNumber + "7",
                address,
            },
            new
            {
                legalName = Sale.LegalName,
                dateOfBirth = "2985-04-12",
                taxIdKind = "ssn",
                taxId = Sale.SocialSecurityNumber,
                address,
            },
            new
            {
                legalName = Sale.LegalName,
                dateOfBirth = "1985-04-12",
                taxIdKind = Sale.SocialSecurityNumber,
                taxId = 7,
                address,
            },
            new
            {
                legalName = Sale.LegalName,
                ssn = Sale.SocialSecurityNumber,
                address = Sale.Street,
            },
        ];
        foreach (var form in forms)
            Assert.InRange((await sale.Seller.PutAsync("sellers/me/kyc", form)).Status, 400, 499);
        Assert.InRange((await sale.Buyer.PutAsync("sellers/me/kyc", forms[0])).Status, 400, 499);
    }

    private static async Task ReadAllAsync(Sale sale)
    {
        foreach (var client in new[] { sale.Seller, sale.Buyer, sale.Operator })
        {
            foreach (var path in new[]
                {
                    "sellers/me",
                    $"orders/{sale.OrderId}",
                    $"orders/{sale.OrderId}/timeline",
                    $"orders/{sale.OrderId}/ledger",
                    $"conversations/{sale.ConversationId}/messages",
                    "conversations",
                })
                await client.GetAsync(path);
        }
    }

    private sealed class Recorder(HttpMessageHandler inner, ConcurrentQueue<string> answers) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            answers.Enqueue($"{answer}\n{await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return answer;
        }
    }
}
