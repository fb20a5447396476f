using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>Registers payment requests.</summary>
internal static class PaymentRequestsServices
{
    /// <summary>Adds the service that ends a request.</summary>
    public static IServiceCollection AddPaymentRequests(this IServiceCollection services)
    {
        services.AddSingleton<EndRequest>();
        return services;
    }
}
