using System.ComponentModel.DataAnnotations;

namespace ChatPay.Functions.Sale.Sellers;

/// <summary>How long identity data is valid, and how long the law requires it to be kept. Section <c>Kyc</c>.</summary>
[SettingsSection("Kyc")]
public sealed class KycPolicy
{
    /// <summary>After this many days the seller is asked for it again.</summary>
    [Range(30, 3650)]
    public int ReviewAfterDays { get; set; } = 730;

    /// <summary>This many days before that, the seller is notified.</summary>
    [Range(0, 90)]
    public int ReviewNoticeDays { get; set; } = 30;

    /// <summary>Full calendar years after the year of the seller's last sale for which identity data must be kept, even if the
    /// seller asks for its erasure. Four is what the IRS requires of payers for information returns with backup withholding
    /// (General Instructions for Certain Information Returns); ask your own counsel.</summary>
    [Range(0, 20)]
    public int KeepForTaxYears { get; set; } = 4;

    /// <summary>Until when data submitted at this time is valid: the beginning of that day, UTC.</summary>
    public DateTimeOffset ValidUntil(DateTimeOffset submittedAt) =>
        new(submittedAt.UtcDateTime.AddDays(ReviewAfterDays).Date, TimeSpan.Zero);
}
