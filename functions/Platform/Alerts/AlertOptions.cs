using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Alerts;

/// <summary>How operators learn of new alerts (section <c>Alerts</c>).</summary>
[SettingsSection("Alerts")]
public sealed class AlertOptions
{
    /// <summary>The most addresses; a mailing list has more readers.</summary>
    public const int MaxAddresses = 10;

    /// <summary>The mail addresses to which new alerts are sent, separated by commas or semicolons; empty sends none.</summary>
    public string MailTo { get; set; } = "";

    /// <summary>The addresses of <see cref="MailTo"/>, each once.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. MailTo.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
