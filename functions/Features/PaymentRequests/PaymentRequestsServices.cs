using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>Composition of payment requests.</summary>
internal static class PaymentRequestsServices
{
    /// <summary>Adds what ends a request.</summary>
    public static IServiceCollection AddPaymentRequests(this IServiceCollection services)
    {
        services.AddSingleton<EndRequest>();
        return services;
    }
}
