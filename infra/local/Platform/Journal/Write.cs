using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Journal;

/// <summary>Work of a transaction to come.</summary>
/// <param name="work">Run on the writer's thread.</param>
/// <param name="mayFail">It has a savepoint of its own.</param>
internal sealed class Write(Action<SqliteConnection> work, bool mayFail)
{
    public Action<SqliteConnection> Work { get; } = work;

    public bool MayFail { get; } = mayFail;

    /// <summary>Completed after the commit.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Failure { get; set; }
}
