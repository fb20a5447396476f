using Azure;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sellers;

/// <summary>Identity data is shown masked, requested again when it expires, and erased as far as the law permits.</summary>
public sealed class IdentityJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task Identity_data_is_shown_to_its_seller_alone_and_masked()
    {
        var sale = await SellerAsync();
        Assert.Equal("SSN ending 3456", Sale.Must(await sale.Seller.GetAsync("sellers/me/kyc"), 200)["taxId"]);
        Assert.Equal(404, (await sale.Operator.GetAsync("sellers/me/kyc")).Status);
        var other = sale.As("no seller yet", "seller");
        Assert.Equal(404, (await other.GetAsync("sellers/me/kyc")).Status);
    }

    [Fact]
    public async Task Who_has_never_sold_has_everything_erased_at_once_and_can_begin_again()
    {
        var sale = await SellerAsync();
        var secrets = await SecretsAsync();
        var answer = Sale.Must(await sale.Seller.DeleteAsync("sellers/me/kyc"), 202);
        Assert.Equal(("unverified", "submitKyc"), (answer["status"], answer["nextStep"]));
        Assert.Equal(secrets.Count - 1, (await SecretsAsync()).Count);

        await Pass(TimeSpan.FromDays(2));
        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200).Body.GetProperty("erasure");
        Assert.True(me.TryGetProperty("erasedAt", out _));
        await foreach (var deleted in Local.Vault.CreateClient().GetDeletedSecretsAsync())
            Assert.DoesNotContain(deleted.Name, secrets);
        Assert.Equal(404, (await sale.Seller.GetAsync("sellers/me/kyc")).Status);
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/kyc"), 202);

        await sale.SignUpAsync();
        Assert.Equal("active", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["status"]);
    }

    [Fact]
    public async Task A_vault_that_has_too_much_to_do_is_waited_for()
    {
        var sale = await SellerAsync();
        Local.Vault.Faults.Next("set", ChatPay.Local.Web.Fault.TooManyRequests, 2);
        var again = sale.SignUpAsync();
        await ToTheEndOf(again);
        Assert.Equal("active", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["status"]);
    }

    [Fact]
    public async Task While_money_is_open_nothing_is_erased_and_then_it_is_locked_until_tax_law_lets_it_go()
    {
        var sale = await ShippedAsync();
        var refused = await sale.Seller.DeleteAsync("sellers/me/kyc");
        Assert.Equal((409, "money-open"), (refused.Status, refused["code"]));
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());

        var secrets = await SecretsAsync();
        var erasure = Sale.Must(await sale.Seller.DeleteAsync("sellers/me/kyc"), 202).Body.GetProperty("erasure");
        Assert.Equal(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), erasure.GetProperty("eraseAt").GetDateTimeOffset());
        Assert.False(erasure.TryGetProperty("erasedAt", out _));
        Assert.Equal(secrets.Count, (await SecretsAsync()).Count);
        // It exists, but cannot be read.
        var unreadable = 0;
        foreach (var name in secrets)
        {
            try
            {
                await Local.Vault.CreateClient().GetSecretAsync(name);
            }
            catch (RequestFailedException e) when (e.Status == 403)
            {
                unreadable++;
            }
        }

        Assert.Equal(1, unreadable);
        Assert.Equal(404, (await sale.Seller.GetAsync("sellers/me/kyc")).Status);
    }

    private async Task<IReadOnlyList<string>> SecretsAsync()
    {
        var names = new List<string>();
        await foreach (var secret in Local.Vault.CreateClient().GetPropertiesOfSecretsAsync())
        {
            if (secret.Name.StartsWith("kyc-", StringComparison.Ordinal))
                names.Add(secret.Name);
        }

        return names;
    }
}
