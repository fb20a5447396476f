namespace ChatPay.Functions.Sale.Conversations;

/// <summary>One version of the text of a message that was edited on Instagram.</summary>
/// <param name="Number">0 for the original, 1 for the first edit.</param>
/// <param name="Text">The text.</param>
public sealed record MessageVersion(int Number, string Text)
{
    private const int MaxKept = 20;

    /// <summary>Adds this version to the message. Edits arrive in any order and more than once: the highest number is the current
    /// text, and the others are kept, because an order may have been made from them.</summary>
    public static ChatMessage AddTo(ChatMessage message, MessageVersion version)
    {
        var known = message.Versions ?? [new MessageVersion(0, message.Text)];
        if (message.Deleted || known.Any(k => k.Number == version.Number))
            return message;
        List<MessageVersion> versions = [.. known.Append(version).OrderBy(v => v.Number)];
        if (versions.Count > MaxKept)
            versions.RemoveAt(1);
        return message with { Versions = versions, Text = versions[^1].Text };
    }
}
