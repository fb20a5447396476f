using System.Net;
using System.Text;
using System.Text.Json;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Sellers;

public sealed class SellersOverHttpTests(SellersApp app) : IClassFixture<SellersApp>
{
    private static readonly object Registration = new
    {
        businessName = "Mugs & More",
        country = "US",
        accountType = "business",
        payPalMerchantId = "SELLERMUGS234",
    };

    private static readonly object Identity = new
    {
        legalName = "Owner Example",
        dateOfBirth = "1990-01-31",
        taxIdKind = "ssn",
        taxId = "123-45-6789",
        address = new { line1 = "1 Main Street", city = "San Francisco", state = "CA", postalCode = "94105" },
    };

    [Fact]
    public async Task Seller_FromRegistrationToVerification_CanSell()
    {
        var (seller, op) = (app.Token("mugs", "seller"), app.Token("root", "operator"));

        var registered = await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller);
        Assert.Equal(
            (HttpStatusCode.Created, "unverified", "acceptTerms"),
            (registered.Status, registered["status"], registered["nextStep"]));
        Assert.Equal("/api/v1/sellers/me", registered.Location);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller)).Status);

        var early = await VerifyAsync(registered["id"]!, op);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "seller-incomplete"), (early.Status, early["code"]));

        var agreed = await app.SendAsync(HttpMethod.Post, "v1/sellers/me/terms-acceptance", new { version = "v1" }, seller);
        Assert.Equal("submitKyc", agreed["nextStep"]);
        var identified = await app.SendAsync(HttpMethod.Put, "v1/sellers/me/kyc", Identity, seller);
        Assert.Equal(("pending", "awaitVerification"), (identified["status"], identified["nextStep"]));
        Assert.DoesNotContain("kyc-", identified.Body.ToString(), StringComparison.Ordinal);

        var verified = await VerifyAsync(registered["id"]!, op);
        Assert.Equal(("active", "none"), (verified["status"], verified["nextStep"]));
        var restricted = await app.SendAsync(
            HttpMethod.Post,
            $"v1/sellers/{registered["id"]}/restriction",
            new { reason = "complaints" },
            op);
        Assert.Equal(("restricted", "complaints"), (restricted["status"], restricted["reason"]));
        Assert.Equal("active", (await app.SendAsync(HttpMethod.Delete, $"v1/sellers/{registered["id"]}/restriction", null, op))["status"]);

        var mine = await app.SendAsync(HttpMethod.Get, "v1/sellers/me", null, seller);
        Assert.Equal("active", mine["status"]);
        Assert.NotNull(mine.ETag);
    }

    [Fact]
    public async Task IdentityData_Submitted_IsInTheVaultAndNowhereElse()
    {
        var seller = app.Token("secretive", "seller");
        await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller);
        await app.SendAsync(HttpMethod.Put, "v1/sellers/me/kyc", Identity, seller);
        var again = await app.SendAsync(HttpMethod.Put, "v1/sellers/me/kyc", Identity, seller);

        var rows = new StringBuilder();
        await foreach (var table in app.TableClient.QueryAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            await foreach (
                var row in app
                    .TableClient.GetTableClient(table.Name)
                    .QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
                rows.AppendJoin('\n', row.Select(property => property.Value)).AppendLine();
        }

        var reference = (await app.Store.FindAsync(again["id"]!, TestContext.Current.CancellationToken))!.KycReference!;
        Assert.Contains(reference, rows.ToString(), StringComparison.Ordinal);
        var secret = (await app.Secrets.GetSecretAsync(reference, cancellationToken: TestContext.Current.CancellationToken)).Value;
        using var kept = JsonDocument.Parse(secret.Value);
        Assert.Equal("123456789", kept.RootElement.GetProperty("taxId").GetString());
        Assert.Equal("application/json", secret.Properties.ContentType);
        foreach (var value in new[] { "123-45-6789", "123456789", "Owner Example", "1990-01-31", "Main Street" })
        {
            Assert.DoesNotContain(value, rows.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(value, again.Body.ToString(), StringComparison.Ordinal);
        }

        Assert.All(
            secret.Properties.Tags.Append(new("name", reference)),
            tag => Assert.DoesNotContain("sel-", tag.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Seller_OnASanctionsList_IsHeldUntilAnOperatorClearsIt()
    {
        var (seller, op) = (app.Token("listed", "seller"), app.Token("root", "operator"));
        var id = (await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller))["id"]!;
        await app.SendAsync(HttpMethod.Post, "v1/sellers/me/terms-acceptance", new { version = "v1" }, seller);
        app.Screening.Finds = Screening.Listed;
        var stale = await app.SendAsync(
            HttpMethod.Put,
            "v1/sellers/me/kyc",
            Identity,
            seller,
            r => r.Headers.TryAddWithoutValidation("If-Match", "\"stale\""));
        Assert.Equal((HttpStatusCode.PreconditionFailed, 1), (stale.Status, (await ItemsAsync()).Count));
        var known = (await app.SendAsync(HttpMethod.Get, "v1/sellers/me", null, seller)).ETag;
        var handedIn = await app.SendAsync(
            HttpMethod.Put,
            "v1/sellers/me/kyc",
            Identity,
            seller,
            r => r.Headers.TryAddWithoutValidation("If-Match", known));
        app.Screening.Finds = Screening.Clear;
        var again = await app.SendAsync(HttpMethod.Put, "v1/sellers/me/kyc", Identity, seller);
        Assert.Equal(("pending", "pending"), (handedIn["status"], again["status"]));
        Assert.DoesNotContain("anctions", again.Body.ToString(), StringComparison.Ordinal);

        Assert.Contains(id, Assert.Single(await ItemsAsync()).What, StringComparison.Ordinal);
        Assert.NotNull((await app.SendAsync(HttpMethod.Get, $"v1/sellers/{id}", null, op))["sanctionsHoldSince"]);
        Assert.Equal("sanctions-listed", (await VerifyAsync(id, op))["code"]);

        var clearance = $"v1/sellers/{id}/sanctions-clearance";
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.SendAsync(HttpMethod.Post, clearance, new { reason = "it is not me" }, seller)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.SendAsync(HttpMethod.Post, clearance, new { }, op)).Status);
        Assert.Null((await app.SendAsync(HttpMethod.Post, clearance, new { reason = "Another date of birth." }, op))["sanctionsHoldSince"]);
        Assert.Empty(await ItemsAsync());
        var resolved = (await app.Attention.ListResolvedAsync(null, null, 100, TestContext.Current.CancellationToken)).Single(i =>
            i.Subject == id);
        Assert.Equal("Another date of birth.", resolved.Resolution);
        Assert.StartsWith("opr-", resolved.ResolvedBy, StringComparison.Ordinal);
        Assert.Equal("active", (await VerifyAsync(id, op))["status"]);

        async Task<List<OperatorAlert>> ItemsAsync() =>
            [
                .. (await app.Attention.ListOpenAsync(TestContext.Current.CancellationToken)).Where(i =>
                    i.Subject == id && i.Kind == "sanctions-listed"),
            ];
    }

    [Fact]
    public async Task Calls_WithoutTheRightToken_AreRefused()
    {
        var none = await app.SendAsync(HttpMethod.Get, "v1/sellers/me");
        Assert.Equal((HttpStatusCode.Unauthorized, "token-missing", "Bearer"), (none.Status, none["code"], none.WwwAuthenticate));
        Assert.Equal("application/problem+json", none.ContentType);

        var bad = await app.SendAsync(HttpMethod.Get, "v1/sellers/me", token: "x.y.z");
        Assert.Equal((HttpStatusCode.Unauthorized, "token-invalid"), (bad.Status, bad["code"]));
        Assert.Contains("invalid_token", bad.WwwAuthenticate, StringComparison.Ordinal);

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.SendAsync(HttpMethod.Get, "v1/sellers/me", token: app.Token("bob", "buyer"))).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.SendAsync(HttpMethod.Get, "v1/sellers/me", token: app.Token("nobody-yet", "seller"))).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.SendAsync(HttpMethod.Post, "v1/sellers/sel-none/verification", token: app.Token("root", "operator"))).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.SendAsync(HttpMethod.Post, "v1/sellers/sel-none/verification", token: app.Token("mugs", "seller"))).Status);
    }

    [Fact]
    public async Task Body_WithAMistake_IsAProblemThatNamesIt()
    {
        var answer = await app.SendAsync(
            HttpMethod.Post,
            "v1/sellers",
            new
            {
                businessName = "Mugs",
                country = "US",
                accountType = "shop",
                payPalMerchantId = "SELLERMUGS234",
            },
            app.Token("typo", "seller"));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "accountType", "application/problem+json"),
            (answer.Status, answer["field"], answer.ContentType));
        Assert.Contains("personal, business", answer["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_OnAStaleVersion_Is412()
    {
        var seller = app.Token("stale", "seller");
        var first = await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller);
        await app.SendAsync(HttpMethod.Put, "v1/sellers/me/kyc", Identity, seller);
        var stale = await app.SendAsync(
            HttpMethod.Post,
            "v1/sellers/me/terms-acceptance",
            new { version = "v1" },
            seller,
            request => request.Headers.TryAddWithoutValidation("If-Match", first.ETag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
    }

    [Fact]
    public async Task Verification_OfNobodyKnowsWhat_Is428()
    {
        var registered = await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, app.Token("unseen", "seller"));
        var blind = await app.SendAsync(
            HttpMethod.Post, $"v1/sellers/{registered["id"]}/verification", null, app.Token("root", "operator"));
        Assert.Equal(((HttpStatusCode)428, "if-match-missing"), (blind.Status, blind["code"]));
    }

    [Theory]
    [InlineData("PUT", "contact")]
    [InlineData("DELETE", "contact")]
    [InlineData("POST", "instagram-connection")]
    [InlineData("DELETE", "instagram-connection")]
    public async Task ChangeOfAnAccount_ThatHasChangedSinceItWasRead_Is412AndChangesNothing(string verb, string what)
    {
        var seller = app.Token($"outdated-{verb}-{what}", "seller");
        var first = await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller);
        await app.SendAsync(HttpMethod.Put, "v1/sellers/me/kyc", Identity, seller);
        var before = await app.SendAsync(HttpMethod.Get, "v1/sellers/me", null, seller);
        var stale = await app.SendAsync(
            new HttpMethod(verb), $"v1/sellers/me/{what}", verb == "PUT" ? new { email = "orders@example.com" } : null, seller,
            request => request.Headers.TryAddWithoutValidation("If-Match", first.ETag));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "version-stale"), (stale.Status, stale["code"]));
        Assert.Equal(before.ETag, (await app.SendAsync(HttpMethod.Get, "v1/sellers/me", null, seller)).ETag);
    }

    [Fact]
    public async Task Account_ThatTheCallerHas_Is304UntilItChanges()
    {
        var (seller, op) = (app.Token("polled", "seller"), app.Token("root", "operator"));
        var id = (await app.SendAsync(HttpMethod.Post, "v1/sellers", Registration, seller))["id"];
        var (mine, theirs) = ((await PollAsync("me", seller, null)).ETag, (await PollAsync(id!, op, null)).ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await PollAsync("me", seller, mine)).Status);
        Assert.Equal(HttpStatusCode.NotModified, (await PollAsync(id!, op, theirs)).Status);

        await app.SendAsync(HttpMethod.Post, "v1/sellers/me/terms-acceptance", new { version = "v1" }, seller);
        Assert.Equal(HttpStatusCode.OK, (await PollAsync("me", seller, mine)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PollAsync(id!, op, theirs)).Status);

        Task<Answer> PollAsync(string of, string token, string? known) => app.SendAsync(
            HttpMethod.Get, $"v1/sellers/{of}", null, token,
            request => request.Headers.TryAddWithoutValidation("If-None-Match", known ?? "\"none\""));
    }

    [Theory]
    [InlineData("health/live", "live")]
    [InlineData("health/ready", "ready")]
    public async Task Health_WhenAllIsWell_SaysSo(string path, string status) =>
        Assert.Equal(status, (await app.SendAsync(HttpMethod.Get, path))["status"]);

    private async Task<Answer> VerifyAsync(string id, string op)
    {
        var seen = await app.SendAsync(HttpMethod.Get, $"v1/sellers/{id}", null, op);
        return await app.SendAsync(
            HttpMethod.Post, $"v1/sellers/{id}/verification", null, op, r => r.Headers.TryAddWithoutValidation("If-Match", seen.ETag));
    }
}
