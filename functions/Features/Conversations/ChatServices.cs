using ChatPay.Functions.Features.Conversations.Instagram;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.Instagram;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Registers the chat.</summary>
internal static class ChatServices
{
    /// <summary>Adds conversations, and Instagram with its settings, which are validated on start.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddInstagram(configuration);
        services.AddSingleton<ConversationIndex>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<ConversationAccess>();
        services.AddSingleton<ConversationOrders>();
        services.AddSingleton<RecordInstagramMessage>();
        services.AddSingleton<HandleBuyerIntent>();
        services.AddSingleton<OutgoingMessages>();
        services.AddSingleton<SendingPauses>();
        services.AddSingleton<HandleRefusal>();
        services.AddSingleton<TellConversation>();
        // The constructor is internal, like the types of its parameters.
        services.AddSingleton(provider => new InstagramOutbox(
            provider.GetRequiredService<ChatPayTables>(),
            provider.GetRequiredService<ConversationStore>(),
            provider.GetRequiredService<InstagramConnections>(),
            provider.GetRequiredService<HandleRefusal>(),
            provider.GetRequiredService<SendingPauses>(),
            provider.GetRequiredService<InstagramSendClient>(),
            provider.GetRequiredService<OutgoingMessages>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<InstagramOutbox>>()));
        return services;
    }
}
