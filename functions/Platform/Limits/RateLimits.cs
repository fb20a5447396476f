using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>How much of one may come in a minute, in each instance of the app. Section <c>RateLimits</c>.</summary>
[SettingsSection("RateLimits")]
public sealed class RateLimits
{
    /// <summary>Calls with one caller's tokens.</summary>
    [Range(1, int.MaxValue)]
    public int CallsPerCaller { get; set; } = 600;

    /// <summary>Calls without an accepted token (links, logins that come back, guesses) from one address.</summary>
    [Range(1, int.MaxValue)]
    public int CallsPerAddress { get; set; } = 120;

    /// <summary>Messages that one conversation takes, from both sides.</summary>
    [Range(1, int.MaxValue)]
    public int MessagesPerConversation { get; set; } = 60;
}
