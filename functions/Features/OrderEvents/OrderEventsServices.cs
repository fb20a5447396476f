using ChatPay.Functions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>Registers the order events.</summary>
internal static class OrderEventsServices
{
    /// <summary>Adds the feed and the publisher.</summary>
    public static IServiceCollection AddOrderEvents(this IServiceCollection services)
    {
        services.AddSingleton<OrderFeed>();
        services.AddSingleton<IOldRows>(provider => provider.GetRequiredService<OrderFeed>());
        services.AddSingleton<PublishOrderEvents>();
        return services;
    }
}
