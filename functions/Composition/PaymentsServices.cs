using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payments.PayLink;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Sellers.PayPalOnboarding;
using ChatPay.Functions.Features.Shipping.ShipLink;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Composition;

/// <summary>Registers payments.</summary>
internal static class PaymentsServices
{
    /// <summary>Adds PayPal, checkouts, captures, refunds and the pay links.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPayPal(configuration);
        services.AddSingleton<PayLinks>();
        services.AddSingleton<PayPage>();
        services.AddSingleton<ShipLinks>();
        services.AddSingleton<ShipPage>();
        services.AddSingleton<BuyerLimit>();
        services.AddSingleton<StartCheckout>();
        services.AddSingleton<SettlePayment>();
        services.AddSingleton<WebhookRefusals>();
        services.AddSingleton<SubmitRefund>();
        services.AddSingleton<AdoptRefunds>();
        services.AddSingleton<UnmatchedPayPalEvent>();
        services.AddSingleton<IOldRows>(provider => provider.GetRequiredService<UnmatchedPayPalEvent>());
        services.AddSingleton<PayPalReferralState>();
        services.AddSingleton<ReadSellerAtPayPal>();
        return services;
    }
}
