using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Worker;

/// <summary>Timer functions.</summary>
public sealed partial class InProcessWorker
{
    /// <summary>Runs a timer function.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="isPastDue">Whether the run is late.</param>
    /// <param name="status">The last and next run of a monitored schedule.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    public Task RunTimerAsync(
        string function, bool isPastDue, ScheduleStatus? status = null, CancellationToken cancellationToken = default)
    {
        var timer = JsonSerializer.Serialize(
            new
            {
                Schedule = new { AdjustForDST = true },
                ScheduleStatus = status,
                IsPastDue = isPastDue,
            });
        return InvokeAsync(Find(function), _newInvocationId(), Json(timer), [], cancellationToken);
    }
}
