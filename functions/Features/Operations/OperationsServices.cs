using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Audit;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Operations;

/// <summary>Registers the tools of operators.</summary>
internal static class OperationsServices
{
    /// <summary>Adds the operator alerts, the dead letters and the audit trail.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<OperatorAlerts>();
        services.AddSingleton<IOldRows>(provider => provider.GetRequiredService<OperatorAlerts>());
        services.AddSingleton<OrderAlertQueue>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IOldRows>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddOrderIndex<OrderSearchIndex>();
        services.AddSingleton<OrderSearch>();
        return services;
    }
}
