using System.ComponentModel.DataAnnotations;

namespace ChatPay.Functions.Sale.Sellers;

/// <summary>The agreement that a seller accepts before selling: agent of the payee, netting of debts, fees. Section
/// <c>SellerTerms</c>.</summary>
[SettingsSection("SellerTerms")]
public sealed class SellerTerms
{
    /// <summary>The version in force; a seller accepts exactly this one.</summary>
    [Required, RegularExpression("^[0-9A-Za-z.-]{1,32}$")]
    public string CurrentVersion { get; set; } = "2026-01";

    /// <summary>How long payouts wait after the PayPal account was changed, so that a seller who did not change it can object.
    /// Default 72 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ReceiverCoolingOff { get; set; } = TimeSpan.FromHours(72);
}
