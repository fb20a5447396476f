using ChatPay.Functions.Orders.ShipLink;
using ChatPay.Functions.Payments.PayLink;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Payments.Webhooks;
using ChatPay.Functions.Sellers.PayPalOnboarding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Payments;

/// <summary>Composition of payments.</summary>
internal static class PaymentsServices
{
    /// <summary>Adds PayPal, checkouts, captures, refunds and the links to pay by.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPayPal(configuration);
        services.AddSingleton<PayLinks>();
        services.AddSingleton<PayPage>();
        services.AddSingleton<ShipLinks>();
        services.AddSingleton<BuyerLimit>();
        services.AddSingleton<StartCheckout>();
        services.AddSingleton<SettlePayment>();
        services.AddSingleton<WebhookRefusals>();
        services.AddSingleton<SubmitRefund>();
        services.AddSingleton<AdoptRefunds>();
        services.AddSingleton<OrphanNews>();
        services.AddSingleton<PayPalReferralState>();
        services.AddSingleton<ReadSellerAtPayPal>();
        return services;
    }
}
