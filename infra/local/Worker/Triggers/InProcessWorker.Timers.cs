using System.Text.Json;

namespace ChatPay.Local.Worker;

/// <summary>Timer functions.</summary>
public sealed partial class InProcessWorker
{
    /// <summary>Runs a timer function.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="isPastDue">It should have run earlier.</param>
    /// <param name="last">When it ran last, of a monitored schedule.</param>
    /// <param name="next">When it will run next.</param>
    /// <param name="cancellationToken">Cancels the function.</param>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    public Task RunTimerAsync(
        string function, bool isPastDue, DateTime? last = null, DateTime? next = null, CancellationToken cancellationToken = default)
    {
        var status = last is null && next is null ? null : new { Last = last ?? default, Next = next ?? default, LastUpdated = last ?? default };
        var timer = JsonSerializer.Serialize(new { Schedule = new { AdjustForDST = true }, ScheduleStatus = status, IsPastDue = isPastDue });
        return InvokeAsync(Find(function), NewId(), Json(timer), [], cancellationToken);
    }
}
