using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ChatPay.Functions.Composition;
using ChatPay.Functions.Features.Conversations.Instagram;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Shared.Settings;

/// <summary>All errors in the settings are reported at startup, each in one sentence.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("OrderTerms:Foo", "1", "OrderTerms:Foo is unknown: OrderTerms has ApprovalGrace, ")]
    [InlineData("OrderTerms:MinimumTotal:Foo", "1", "OrderTerms:MinimumTotal is unknown")]
    [InlineData("OrderTerms:MinimumTotal", "cheap", "OrderTerms:MinimumTotal must be a whole number.")]
    [InlineData("OrderTerms:BuyerSevenDayMaximum", "5000000000", "OrderTerms:BuyerSevenDayMaximum must be from 1 to 1000000000.")]
    [InlineData("OrderTerms:MaximumTotal", "99999999999999999999", "OrderTerms:MaximumTotal must be a whole number.")]
    [InlineData("OrderTerms:ShipReminders", "21", "OrderTerms:ShipReminders must be from 0 to 20.")]
    [InlineData("OrderTerms:ShipWithin", "a week", "OrderTerms:ShipWithin must be a span of time such as 3.00:00:00 for three days.")]
    [InlineData("OrderTerms:ShipWithin", "00:00:00", "Every time span in OrderTerms must be longer than zero")]
    [InlineData("OrderTerms:SellerBearsCaseFees", "perhaps", "OrderTerms:SellerBearsCaseFees must be true or false.")]
    [InlineData("PayPal:MerchantId", "", "PayPal:MerchantId is missing (as an environment variable: PayPal__MerchantId).")]
    [InlineData("PayPal:MerchantId", "me@example.com", "PayPal:MerchantId must be a PayPal account id")]
    [InlineData(
        "PayPal:ClientSecret",
        "@Microsoft.KeyVault(SecretUri=https://kv/secrets/x)",
        "PayPal:ClientSecret is a Key Vault reference that Azure has not resolved")]
    [InlineData(
        "PayPal:WebhookId",
        "@Microsoft.KeyVault(SecretUri=https://kv/secrets/x/)",
        "PayPal:WebhookId is a Key Vault reference that Azure has not resolved")]
    [InlineData("Instagram:AppSecret", " ", "Instagram:AppSecret is missing")]
    [InlineData("Tables:Endpoint", "tables", "Tables:Endpoint must be an absolute address")]
    [InlineData("KeyVault:Uri", "", "KeyVault:Uri is missing (as an environment variable: KeyVault__Uri).")]
    [InlineData("ServiceBus", "@microsoft.keyvault(VaultName=kv;SecretName=x)", "ServiceBus is a Key Vault reference")]
    [InlineData("Auth:Audience", "", "Auth:Audience is missing")]
    [InlineData("Alerts:MailTo", "a@example.com, the night shift", "Alerts:MailTo must be mail addresses separated by commas")]
    [InlineData("Alerts:MailTo", "Night <a@example.com>", "Alerts:MailTo must be mail addresses separated by commas")]
    [InlineData(
        "Alerts:MailTo",
        "a@b.cc,b@b.cc,c@b.cc,d@b.cc,e@b.cc,f@b.cc,g@b.cc,h@b.cc,i@b.cc,j@b.cc,k@b.cc",
        "Alerts:MailTo has more than 10 addresses")]
    [InlineData("RateLimits:CallsPerCaller", "0", "RateLimits:CallsPerCaller must be from 1 to 2147483647.")]
    public void Start_WithOneWrongSetting_IsRefusedWithOneSentence(string name, string value, string sentence)
    {
        var fault = Assert.Single(Faults((name, value)));
        Assert.StartsWith(sentence, fault, StringComparison.Ordinal);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithManyWrongSettings_NamesAllOfThemAtOnce()
    {
        var faults = Faults(
            ("OrderTerms:Foo", "1"),
            ("OrderTerms:Bar", "1"),
            ("OrderTerms:ShipReminders", "x"),
            ("PayPal:WebhookId", ""),
            ("KeyVault:Uri", ""),
            ("Public:BaseUrl", ""));

        Assert.Equal(6, faults.Count);
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault));
    }

    /// <summary>Starting without any required setting once crashed at the first of them.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Start_WithEveryRequiredSettingMissing_NamesEachOnce(string? value)
    {
        var faults = Faults([.. Required.SelectMany(row => row).Select(name => (name, value!))]);

        Assert.Equal(Required.Count, faults.Count);
        Assert.All(Required, row => Assert.Single(faults, fault => row.Any(name => fault.StartsWith(name, StringComparison.Ordinal))));
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault));
    }

    /// <summary>An operator who waits for mail that is never sent is worse than a start that is refused.</summary>
    [Fact]
    public void Start_WithMailForOperatorsAndNoServer_IsRefused() => Assert.StartsWith(
        "Alerts:MailTo needs a mail server: set Mail:Host",
        Assert.Single(Faults(("Alerts:MailTo", "a@example.com"), ("Mail:Host", ""))),
        StringComparison.Ordinal);

    /// <summary>Binding, printing and validating options read their properties before missing ones are reported.</summary>
    [Fact]
    public void Options_WithNothingSet_CanBeRead() => Assert.All(OptionTypes, type => Assert.All(
        type.GetProperties(), property => property.GetValue(Activator.CreateInstance(type))));

    [Fact]
    public void Start_WithAllSettings_ReadsThem()
    {
        using var services = Build([("OrderTerms:ShipWithin", "5.00:00:00"), ("PayPal:CertificateHosts:0", "api.paypal.com")]);

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(TimeSpan.FromDays(5), services.GetRequiredService<OrderTerms>().ShipWithin);
        var payPal = services.GetRequiredService<IOptions<PayPalOptions>>().Value;
        Assert.Equal(("LCALMERCHANT2", "api.paypal.com"), (payPal.MerchantId, Assert.Single(payPal.CertificateHosts)));
    }

    [Theory]
    [InlineData("PayPal:MerchantId")]
    [InlineData("Instagram:AppId")]
    [InlineData("Auth:Authority")]
    public void Start_WithASettingThatIsNull_SaysThatItIsMissing(string name) =>
        Assert.StartsWith(name + " is missing", Assert.Single(Faults((name, null!))), StringComparison.Ordinal);

    private static IEnumerable<Type> OptionTypes =>
        typeof(SettingsSectionAttribute).Assembly.GetTypes().Where(type => type.IsDefined(typeof(SettingsSectionAttribute), false));

    /// <summary>Of the settings in each row, one is required.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Required =>
    [
        .. AzureAddresses.Required,
        .. from type in OptionTypes
           from property in type.GetProperties()
           where property.IsDefined(typeof(RequiredAttribute), false) && property.GetValue(Activator.CreateInstance(type)) is null or ""
           select new[] { $"{type.GetCustomAttribute<SettingsSectionAttribute>()!.Name}:{property.Name}" },
        ["Public:BaseUrl"],
    ];

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] changes)
    {
        using var services = Build(changes);
        return WrongSettings.In(Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate()))!;
    }

    private static ServiceProvider Build((string Name, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["PayPal:BaseUrl"] = "https://api-m.paypal.com",
            ["PayPal:ClientId"] = "client",
            ["PayPal:ClientSecret"] = "secret",
            ["PayPal:WebhookId"] = "WH-1",
            ["PayPal:MerchantId"] = "LCALMERCHANT2",
            ["Instagram:AppId"] = "1",
            ["Instagram:AppSecret"] = "secret",
            ["Instagram:VerifyToken"] = "token",
            ["Auth:Authority"] = "https://issuer.example/",
            ["Auth:Audience"] = "chatpay",
            ["Mail:Host"] = "smtp.example",
            ["Mail:From"] = "orders@example.com",
            ["Public:BaseUrl"] = "https://pay.example.com/",
            ["Tables:Endpoint"] = "https://tables.example/",
            ["KeyVault:Uri"] = "https://vault.example/",
            ["ServiceBus:fullyQualifiedNamespace"] = "bus.example",
        };
        foreach (var (name, value) in changes)
            values[name] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddShared(configuration)
            .AddOrders(configuration)
            .AddPayPal(configuration)
            .AddInstagram(configuration)
            .AddMail(configuration)
            .BuildServiceProvider();
    }
}
