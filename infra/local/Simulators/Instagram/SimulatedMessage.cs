using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>A message in a conversation.</summary>
/// <param name="Mid">Instagram's id of it.</param>
/// <param name="AccountId">The professional account of the conversation.</param>
/// <param name="UserId">The person it talks with.</param>
/// <param name="FromUser">The person wrote it; otherwise it appears as the account's.</param>
/// <param name="Text">Null when it has an attachment only.</param>
/// <param name="Attachment">A template as it was sent.</param>
/// <param name="QuickReplies">Offered answers as they were sent.</param>
/// <param name="At">When it was written.</param>
/// <param name="TakenBack">Whether its author has unsent it; the text is gone then.</param>
public sealed record SimulatedMessage(
    string Mid, string AccountId, string UserId, bool FromUser, string? Text, JsonNode? Attachment, JsonNode? QuickReplies, DateTimeOffset At, bool TakenBack = false);

/// <summary>A professional account that has been connected to the app.</summary>
internal sealed record ConnectedAccount(string AccountId, string AccessToken);

/// <summary>When a person last wrote to an account.</summary>
internal sealed record MessagingWindow(DateTimeOffset Opened);
