namespace ChatPay.Local.Durable.Storage;

/// <summary>The tables of <c>durable.db</c>. Times are UTC ticks.</summary>
internal static class DurableSchema
{
    public const int Version = 2;

    /// <summary>Instances are numbered, so that the rows of instances that are busy together lie together whatever their ids. A row
    /// of history is a turn, appended at the end of its table. <c>work</c> holds activities without a recorded result, whose name and
    /// input are in history, and <c>inbox</c> only messages that no turn has processed yet, so that a restart reads what is due and
    /// not what exists.</summary>
    public const string Statements = """
        CREATE TABLE instance(
          no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, execution TEXT NOT NULL, status INTEGER NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL,
          input TEXT, output TEXT, custom TEXT, failure TEXT, tags TEXT);
        CREATE TABLE history(n INTEGER PRIMARY KEY, no INTEGER NOT NULL, turn INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX history_of ON history(no, turn);
        CREATE TABLE timer(due INTEGER NOT NULL, no INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(due, no, seq)) WITHOUT ROWID;
        CREATE TABLE work(no INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(no, seq)) WITHOUT ROWID;
        CREATE TABLE inbox(n INTEGER PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL);
        CREATE INDEX inbox_of ON inbox(id, n)
        """;
}
