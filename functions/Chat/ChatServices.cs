using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Chat;

/// <summary>Composition of the chat.</summary>
internal static class ChatServices
{
    /// <summary>Adds conversations and what brings messages in and out.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        services.AddSingleton<ConversationIndex>();
        services.AddSingleton<ConversationStore>();
        return services;
    }
}
