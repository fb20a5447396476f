using ChatPay.Functions.Orders.ShipLink;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Payments;

/// <summary>Composition of payments.</summary>
internal static class PaymentsServices
{
    /// <summary>Adds PayPal, checkouts, captures, refunds and the links to pay by.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublicAddress>()
            .Bind(configuration.GetSection("Public"))
            .PostConfigure(address =>
            {
                if (address.BaseUrl is not { IsAbsoluteUri: true } && configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host)
                    address.BaseUrl = new Uri($"https://{host}/");
            })
            .Validate(
                address => address.BaseUrl is { IsAbsoluteUri: true } url && url.AbsoluteUri.EndsWith('/'),
                "Public:BaseUrl must be the absolute address at which this app is reached, with a slash at the end, such as https://pay.example.com/.")
            .ValidateOnStart();
        services.AddPayPal(configuration);
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<PayLinks>();
        services.AddSingleton<ShipLinks>();
        services.AddSingleton<BuyerLimit>();
        services.AddSingleton<StartCheckout>();
        services.AddSingleton<SettlePayment>();
        services.AddSingleton<SubmitRefund>();
        services.AddSingleton<AdoptRefunds>();
        services.AddSingleton<OrphanNews>();
        return services;
    }
}
