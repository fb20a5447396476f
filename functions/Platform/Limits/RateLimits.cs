using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Rate limits per minute, in each instance of the app. Section <c>RateLimits</c>.</summary>
[SettingsSection("RateLimits")]
public sealed class RateLimits
{
    /// <summary>Calls with tokens of one caller.</summary>
    [Range(1, int.MaxValue)]
    public int CallsPerCaller { get; set; } = 600;

    /// <summary>Calls from one address without an accepted token (links, login redirects, guesses).</summary>
    [Range(1, int.MaxValue)]
    public int CallsPerAddress { get; set; } = 120;

    /// <summary>What one side writes to one conversation: messages, payment requests, and commands of its orders except
    /// payments.</summary>
    [Range(1, int.MaxValue)]
    public int MessagesPerConversation { get; set; } = 60;
}
