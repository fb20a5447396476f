namespace ChatPay.Local.Files;

/// <summary>Whether writes wait for the disk, so that they survive a loss of power. Without that wait they survive only the end of
/// the process, <c>kill -9</c> included: enough for tests, whose data is deleted with them.</summary>
internal static class DiskSync
{
    /// <summary>The runtime setting that turns the wait off when it is <see langword="true"/>.</summary>
    public const string Switch = "ChatPay.Local.SkipDiskSync";

    /// <summary>Read once: the setting is the process's.</summary>
    public static bool IsOn { get; } = !(AppContext.TryGetSwitch(Switch, out var skipped) && skipped);
}
