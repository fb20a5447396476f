using ChatPay.Functions.Platform.Http;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>The words of what ChatPay answers in a conversation, and of the buttons under it.</summary>
internal static class AnswerWords
{
    /// <param name="language">One of the app's languages.</param>
    public static PageWords Of(string language) => new(language, "answers");
}
