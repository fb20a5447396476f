using ChatPay.Functions.Platform.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>The services that publish what has happened to orders.</summary>
internal static class OutboxServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<NoticePublisher>();
        services.AddSingleton<INoticePublisher>(provider => provider.GetRequiredService<NoticePublisher>());
        return services;
    }
}
