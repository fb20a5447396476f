using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Journal;

/// <summary>A queued write.</summary>
/// <param name="work">Run on the writer's thread.</param>
/// <param name="mayFail">Whether the work needs its own savepoint.</param>
internal sealed class Write(Action<SqliteConnection> work, bool mayFail)
{
    public Action<SqliteConnection> Work { get; } = work;

    public bool MayFail { get; } = mayFail;

    /// <summary>Completed after the commit.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Failure { get; set; }
}
