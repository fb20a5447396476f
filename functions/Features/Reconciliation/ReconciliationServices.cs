using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Registers the reconciliation.</summary>
internal static class ReconciliationServices
{
    /// <summary>Adds the comparisons of the nightly reconciliation.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<ComparedReport>();
        services.AddSingleton<ComparedDays>();
        services.AddOrderIndex<MovementIndex>();
        services.AddSingleton<IOldRows>(provider => provider.GetRequiredService<MovementIndex>());
        services.AddSingleton<CompareTransactions>();
        services.AddSingleton<CompareDisputes>();
        services.AddSingleton<CompareOrders>();
        services.AddSingleton<CompareBalance>();
        return services;
    }
}
