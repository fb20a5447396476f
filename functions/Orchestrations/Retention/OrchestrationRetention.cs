using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Orchestrations.Retention;

/// <summary>How long the engine keeps orchestrations that have ended (section <c>Orchestrations</c>).</summary>
[SettingsSection("Orchestrations")]
public sealed record OrchestrationRetention
{
    /// <summary>For how many days after its end. Default 90; at least 30, longer than a message that starts one waits in its queue. A dead
    /// letter waits without end: sent again after the purge, it starts the orchestration anew, which acts on what is stored then.</summary>
    [Range(30, 3650)]
    public int DaysKept { get; init; } = 90;
}
