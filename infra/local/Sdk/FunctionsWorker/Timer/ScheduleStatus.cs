namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a schedule stands; times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last time the schedule ran.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next time it will run.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was recorded.</summary>
    public DateTime LastUpdated { get; set; }
}
