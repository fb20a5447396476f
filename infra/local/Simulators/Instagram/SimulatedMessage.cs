using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>A message in a conversation.</summary>
/// <param name="Mid">Instagram's id of the message.</param>
/// <param name="AccountId">The professional account of the conversation.</param>
/// <param name="UserId">The person the account talks with.</param>
/// <param name="FromUser">Whether the person wrote it; otherwise the account did.</param>
/// <param name="Text">The text; null for an attachment only.</param>
/// <param name="Attachment">A template, as sent.</param>
/// <param name="QuickReplies">The quick replies, as sent.</param>
/// <param name="At">When it was written.</param>
/// <param name="TakenBack">Whether its author has unsent it, which removes the text.</param>
/// <param name="Edits">How often its author has edited it.</param>
public sealed record SimulatedMessage(
    string Mid,
    string AccountId,
    string UserId,
    bool FromUser,
    string? Text,
    JsonNode? Attachment,
    JsonNode? QuickReplies,
    DateTimeOffset At,
    bool TakenBack = false,
    int Edits = 0);

/// <summary>A professional account connected to the app.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccessToken">The token that the app calls with.</param>
/// <param name="Username">Its public name.</param>
/// <param name="UserId">The account's id in the app's login.</param>
/// <param name="IssuedAt">When the token was issued; null if it never expires.</param>
/// <param name="IsSubscribed">Whether the app receives the account's messages.</param>
internal sealed record ConnectedAccount(
    string AccountId,
    string AccessToken,
    string Username = "",
    string UserId = "",
    DateTimeOffset? IssuedAt = null,
    bool IsSubscribed = true)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(60);

    public TimeSpan LeftAt(DateTimeOffset now) => IssuedAt is { } issued ? issued + Life - now : Life;
}

/// <summary>A person who has blocked an account.</summary>
internal sealed record BlockedAccount(DateTimeOffset At);

/// <summary>A planned refusal by the Send API of everything that an account writes to one person, or to anyone.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Meta's error code.</param>
/// <param name="Subcode">Meta's error subcode.</param>
/// <param name="Message">Meta's error message.</param>
public sealed record SimulatedRefusal(int Status, int Code, int? Subcode, string Message);
