using System.ComponentModel.DataAnnotations;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>How much, and for how long, a seller may owe (section <c>LossPolicy</c>). A seller beyond that cannot sell, is paid
/// only what exceeds the debt, and cannot refund what was paid out.</summary>
[SettingsSection("LossPolicy")]
public sealed record LossPolicy
{
    /// <summary>The most a seller may owe, in minor units. Default 200.00.</summary>
    [Range(typeof(long), "0", "1000000000")]
    public long LargestDebt { get; init; } = 200_00;

    /// <summary>The debt that may be owed indefinitely, in minor units, such as the fee of a refunded sale. Default
    /// 10.00.</summary>
    [Range(typeof(long), "0", "1000000000")]
    public long IgnoredDebt { get; init; } = 10_00;

    /// <summary>How old a larger debt may become. Default 30 days.</summary>
    public TimeSpan OldestDebt { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For how long a restriction that an operator has lifted is not imposed again. Default 30 days.</summary>
    public TimeSpan Forbearance { get; init; } = TimeSpan.FromDays(30);
}
