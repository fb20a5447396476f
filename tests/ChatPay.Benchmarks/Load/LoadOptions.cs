namespace ChatPay.Benchmarks.Load;

/// <summary>How long a load runs.</summary>
/// <param name="WarmUp">Before counting.</param>
/// <param name="Duration">Of counting.</param>
/// <param name="Counting">Called when counting begins, and when it has ended.</param>
internal sealed record LoadOptions(TimeSpan WarmUp, TimeSpan Duration, Action<bool>? Counting = null);
