using System.Text;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>A message to send; Instagram's limits are checked before anything is sent.</summary>
internal sealed record InstagramMessage(
    string? Text = null, IReadOnlyList<InstagramQuickReply>? QuickReplies = null, InstagramAttachment? Attachment = null)
{
    /// <summary>The longest text, in bytes of UTF-8.</summary>
    public const int MaxTextLength = 1000;

    /// <summary>The longest text of a card, in characters; measured here in bytes, which are never fewer.</summary>
    public const int MaxCardTextLength = 640;

    private const int MaxQuickReplies = 13;
    private const int MaxButtons = 3;

    /// <summary>Plain text, with up to 13 quick replies.</summary>
    /// <exception cref="ArgumentException">It is empty or too long, or there are too many replies.</exception>
    public static InstagramMessage Plain(string text, params IReadOnlyList<InstagramQuickReply> quickReplies)
    {
        Check(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quickReplies.Count, MaxQuickReplies, nameof(quickReplies));
        return new InstagramMessage(text, quickReplies.Count == 0 ? null : quickReplies);
    }

    /// <summary>Text above one to three buttons. The desktop site does not show it, so send the same as plain text too.</summary>
    public static InstagramMessage WithButtons(string text, params IReadOnlyList<InstagramButton> buttons)
    {
        Check(text, MaxCardTextLength);
        ArgumentOutOfRangeException.ThrowIfZero(buttons.Count, nameof(buttons));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buttons.Count, MaxButtons, nameof(buttons));
        return new InstagramMessage(Attachment: new InstagramAttachment("template", new InstagramTemplate("button", text, buttons)));
    }

    private static void Check(string text, int longest = MaxTextLength)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (Encoding.UTF8.GetByteCount(text) > longest)
            throw new ArgumentException($"Instagram takes at most {longest} bytes of text here.", nameof(text));
    }
}

/// <summary>A reply that the user can tap; Instagram cuts titles after 20 characters.</summary>
internal sealed record InstagramQuickReply(string Title, string Payload)
{
    public string ContentType => "text";
}

/// <summary>A button, of type <c>web_url</c> or <c>postback</c>.</summary>
internal sealed record InstagramButton(string Type, string Title, Uri? Url = null, string? Payload = null)
{
    /// <summary>Opens a page.</summary>
    public static InstagramButton Link(string title, Uri url) => new("web_url", title, Url: url);

    /// <summary>Comes back as a postback.</summary>
    public static InstagramButton Postback(string title, string payload) => new("postback", title, Payload: payload);
}

/// <summary>A template attachment.</summary>
internal sealed record InstagramAttachment(string Type, InstagramTemplate Payload);

/// <summary>The button template.</summary>
internal sealed record InstagramTemplate(string TemplateType, string Text, IReadOnlyList<InstagramButton> Buttons);

/// <summary>The body of a send request.</summary>
internal sealed record InstagramSend(InstagramRecipient Recipient, InstagramMessage Message);

/// <summary>The recipient: the user's Instagram-scoped id for the seller's account.</summary>
internal sealed record InstagramRecipient(string Id);

/// <summary>The response: the message id, under which its echo will arrive.</summary>
internal sealed record InstagramSent(string MessageId, string? RecipientId = null);

/// <summary>Snake case, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InstagramSend))]
[JsonSerializable(typeof(InstagramSent))]
internal sealed partial class InstagramJson : JsonSerializerContext;
