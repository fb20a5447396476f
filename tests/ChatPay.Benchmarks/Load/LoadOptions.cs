namespace ChatPay.Benchmarks.Load;

/// <summary>How long a load runs.</summary>
/// <param name="WarmUp">The time before counting.</param>
/// <param name="Duration">The time of counting.</param>
/// <param name="Counting">Called when counting begins and ends.</param>
internal sealed record LoadOptions(TimeSpan WarmUp, TimeSpan Duration, Action<bool>? Counting = null);
