using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Shared.Settings;

namespace ChatPay.Functions.Sellers;

/// <summary>The agreement that a seller accepts before selling: agent of the payee, netting of debts, fees. Section
/// <c>SellerTerms</c>.</summary>
[SettingsSection("SellerTerms")]
public sealed class SellerTerms
{
    /// <summary>The version in force; a seller accepts exactly this one.</summary>
    [Required, RegularExpression("^[0-9A-Za-z.-]{1,32}$")]
    public string CurrentVersion { get; set; } = "2026-01";
}
