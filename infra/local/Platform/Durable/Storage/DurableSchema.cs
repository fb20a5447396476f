namespace ChatPay.Local.Durable.Storage;

/// <summary>The tables of <c>durable.db</c>. Times are UTC ticks.</summary>
internal static class DurableSchema
{
    public const int Version = 1;

    /// <summary>A row of history is a turn. Work holds activities without a recorded result, and the inbox holds only messages that
    /// no turn has taken in yet, so that a restart reads what is due and not what exists.</summary>
    public const string Statements = """
        CREATE TABLE instance(
          id TEXT PRIMARY KEY, name TEXT NOT NULL, execution TEXT NOT NULL, status INTEGER NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL,
          input TEXT, output TEXT, custom TEXT, failure TEXT, tags TEXT) WITHOUT ROWID;
        CREATE TABLE history(id TEXT NOT NULL, turn INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(id, turn)) WITHOUT ROWID;
        CREATE TABLE timer(due INTEGER NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, execution TEXT NOT NULL,
          PRIMARY KEY(due, id, seq)) WITHOUT ROWID;
        CREATE TABLE work(id TEXT NOT NULL, seq INTEGER NOT NULL, execution TEXT NOT NULL, name TEXT NOT NULL, input TEXT,
          PRIMARY KEY(id, seq)) WITHOUT ROWID;
        CREATE TABLE inbox(id TEXT NOT NULL, n INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(id, n)) WITHOUT ROWID
        """;
}
