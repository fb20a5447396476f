using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Registers order indexes.</summary>
internal static class OrderIndexServices
{
    /// <summary>Adds an index that every change of an order writes.</summary>
    public static IServiceCollection AddOrderIndex<T>(this IServiceCollection services)
        where T : class, IOrderIndex =>
        services.AddSingleton<T>().AddSingleton<IOrderIndex>(provider => provider.GetRequiredService<T>());
}
