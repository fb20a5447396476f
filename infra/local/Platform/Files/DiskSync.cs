namespace ChatPay.Local.Files;

/// <summary>Whether what is written waits for the disk, so that it outlasts a loss of power. Without that wait it outlasts the end of the
/// process, <c>kill -9</c> included, and no more: enough for tests whose data goes away with them.</summary>
internal static class DiskSync
{
    /// <summary>The runtime setting that leaves the wait out when it is <see langword="true"/>.</summary>
    public const string Switch = "ChatPay.Local.SkipDiskSync";

    /// <summary>Read once: the setting belongs to the process.</summary>
    public static bool IsOn { get; } = !(AppContext.TryGetSwitch(Switch, out var skipped) && skipped);
}
