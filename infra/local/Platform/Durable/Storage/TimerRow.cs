namespace ChatPay.Local.Durable.Storage;

/// <summary>A timer that has not fired; <see cref="StartSeq"/> is a delayed start.</summary>
internal readonly record struct TimerRow(long Due, string Id, int Seq, string Execution)
{
    public const int StartSeq = -1;
}
