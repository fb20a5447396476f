namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is given.</summary>
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>The run is later than the schedule says.</summary>
    public bool IsPastDue { get; set; }
}
