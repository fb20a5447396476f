namespace ChatPay.Functions.Platform.Audit;

/// <summary>Which refusals of callers other than operators are listed in the trail: the first of each caller, action and code in an
/// hour. A refused call has changed nothing, and costs its caller nothing: one token could write a million rows a day, which are kept
/// for two years, and bury the trail of anybody whose id it knows.</summary>
internal sealed class ListedRefusals
{
    // Some megabytes. Whoever has enough tokens to fill it finds the rest in the log only, for the rest of the hour.
    private const int MaxKnown = 50_000;

    private readonly Lock _gate = new();
    private readonly HashSet<(string Actor, string Action, string Code)> _known = [];
    private DateTimeOffset _hour;

    /// <summary>Whether it is the first of its kind in its hour.</summary>
    public bool IsFirst(AuditEntry refusal)
    {
        lock (_gate)
        {
            var hour = refusal.At.AddTicks(-(refusal.At.UtcTicks % TimeSpan.TicksPerHour));
            if (hour != _hour)
            {
                _known.Clear();
                _hour = hour;
            }

            return _known.Count < MaxKnown && _known.Add((refusal.Actor, refusal.Action, refusal.Outcome));
        }
    }
}
