namespace ChatPay.Functions.Sale.Conversations;

/// <summary>Meta's standard messaging window: an account may write to a user for 24 hours after the user's last message.</summary>
internal static class MessagingWindow
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>When the window closes or closed; null when the user has never written, or not on Instagram.</summary>
    public static DateTimeOffset? EndOf(Conversation conversation) =>
        conversation.IsOnInstagram ? conversation.LastUserMessageAt + Length : null;

    /// <summary>Whether a message may be sent now.</summary>
    public static bool IsOpen(Conversation conversation, DateTimeOffset now) => now < EndOf(conversation);
}
