using ChatPay.Functions.Platform.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Statements;

/// <summary>Composition of the seller's books.</summary>
internal static class StatementsServices
{
    /// <summary>Adds what balance, statement and tax summary are read with.</summary>
    public static IServiceCollection AddSellerBooks(this IServiceCollection services)
    {
        services.AddOrderIndex<SellerOrderIndex>();
        services.AddSingleton<StatementReader>();
        return services;
    }
}
