using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function on a schedule.</summary>
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
[ConverterFallbackBehavior(ConverterFallbackBehavior.Allow)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>A six-field NCRONTAB expression, or <c>%Setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Runs once when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Remembers the last run, so that one missed while the host was down is made up for.</summary>
    public bool UseMonitor { get; set; } = true;
}
