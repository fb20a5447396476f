using System.ComponentModel.DataAnnotations;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>How much, and for how long, a seller may owe (section <c>LossPolicy</c>). Beyond it the seller cannot sell, and is paid what
/// exceeds the debt.</summary>
[SettingsSection("LossPolicy")]
public sealed record LossPolicy
{
    /// <summary>The most a seller may owe, in minor units. Default 200.00.</summary>
    [Range(typeof(long), "0", "1000000000")]
    public long LargestDebt { get; init; } = 200_00;

    /// <summary>So much may be owed for any time, in minor units: the fee of a refunded sale, say. Default 10.00.</summary>
    [Range(typeof(long), "0", "1000000000")]
    public long IgnoredDebt { get; init; } = 10_00;

    /// <summary>How old what is more than that may become. Default 30 days.</summary>
    public TimeSpan OldestDebt { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a restriction that an operator has lifted is not made again. Default 30 days.</summary>
    public TimeSpan Forbearance { get; init; } = TimeSpan.FromDays(30);
}
