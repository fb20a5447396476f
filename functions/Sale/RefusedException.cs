namespace ChatPay.Functions.Sale;

/// <summary>A rule refuses what was asked for, and nothing was changed.</summary>
/// <param name="code">Stable, for programs.</param>
/// <param name="detail">For people: what to do instead.</param>
public sealed class RefusedException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;

    /// <summary>The member of the request that is at fault; null when it is not one of them.</summary>
    public string? Field { get; init; }

    /// <summary>The status that does not allow it; null when it is not about one.</summary>
    public string? CurrentStatus { get; init; }
}
