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
/// <param name="Edits">How often its author has changed it.</param>
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

/// <summary>A professional account that has been connected to the app.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccessToken">What the app calls with.</param>
/// <param name="Username">Its public name.</param>
/// <param name="UserId">The account as the app's login knows it.</param>
/// <param name="IssuedAt">When the token was made; null of one that never ends.</param>
/// <param name="IsSubscribed">Whether the account's messages are sent to the app.</param>
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

/// <summary>What the Send API answers whatever an account writes to a person, or, without a person, to anybody.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Meta's error code.</param>
/// <param name="Subcode">Meta's error subcode.</param>
/// <param name="Message">What Meta says.</param>
public sealed record SimulatedRefusal(int Status, int Code, int? Subcode, string Message);
