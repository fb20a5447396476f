using ChatPay.Functions.Platform.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Statements;

/// <summary>Registers the seller's statements.</summary>
internal static class StatementsServices
{
    /// <summary>Adds the readers of balance, statement and tax summary.</summary>
    public static IServiceCollection AddSellerBooks(this IServiceCollection services)
    {
        services.AddOrderIndex<SellerOrderIndex>();
        services.AddSingleton<StatementReader>();
        return services;
    }
}
