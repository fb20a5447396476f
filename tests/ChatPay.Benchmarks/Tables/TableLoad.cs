using System.Globalization;
using ChatPay.Benchmarks.Load;

namespace ChatPay.Benchmarks.Tables;

/// <summary>The four loads, each with clients that make their next call when the last one has been answered.</summary>
internal sealed class TableLoad : IDisposable
{
    /// <summary>The number of rows that each client reads.</summary>
    private const int Readable = 20;

    private readonly TableRequests _requests;
    private readonly Uri _service;
    private TableConnection[] _connections = [];
    private readonly string?[] _tags;
    private readonly long[] _numbers;

    private TableLoad(Uri service, int clients, TimeProvider time)
    {
        _service = service;
        _requests = new TableRequests(service, "Bench", time);
        _tags = new string?[clients];
        _numbers = new long[clients];
    }

    /// <summary>The loads by name, in the order they run.</summary>
    public static IReadOnlyList<string> Names { get; } = ["inserts", "point reads", "merges with ETag", "batches of 3"];

    /// <summary>Creates a table and the rows that the loads need.</summary>
    public static async Task<TableLoad> PrepareAsync(Uri service, int clients, TimeProvider time)
    {
        var load = new TableLoad(service, clients, time);
        await load.ConnectAsync();
        Expect(201, await load.Send(0, load._requests.CreateTable()));
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var row = 0; row < Readable; row++)
                await load.InsertAsync(client, $"read-{row}");
            load._tags[client] = (await load.InsertAsync(client, "merged")).ETag;
        }));
        return load;
    }

    public async Task<LoadResult> RunAsync(string name, LoadOptions options)
    {
        await ConnectAsync();
        return await ClosedLoop.RunAsync(_connections.Length, options, Once(name));
    }

    private Func<int, Task> Once(string name) =>
        name switch
        {
            "inserts" => client => InsertAsync(client, Text(_numbers[client]++)),
            "point reads" => async client =>
                Expect(200, await Send(client, _requests.Get(Partition(client), $"read-{_numbers[client]++ % Readable}"))),
            "merges with ETag" => MergeAsync,
            _ => BatchAsync,
        };

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();
    }

    /// <summary>Reconnects: Azurite closes a connection that was idle for five seconds.</summary>
    private async Task ConnectAsync()
    {
        Dispose();
        _connections = await Task.WhenAll(_tags.Select(_ => TableConnection.OpenAsync(_service)));
    }

    private async Task<TableAnswer> InsertAsync(int client, string row) =>
        Expect(204, await Send(client, _requests.Insert(Partition(client), row, _numbers[client])));

    private async Task MergeAsync(int client)
    {
        var answer = Expect(204, await Send(client, _requests.Merge(Partition(client), "merged", _tags[client]!, _numbers[client]++)));
        _tags[client] = answer.ETag;
    }

    private async Task BatchAsync(int client)
    {
        var answer = Expect(202, await Send(client, _requests.Batch("b-" + Partition(client), _numbers[client]++)));
        if (answer.Body.Contains("odata.error", StringComparison.Ordinal) || !answer.Body.Contains(" 204 ", StringComparison.Ordinal))
            throw new InvalidDataException("A batch was refused: " + answer.Body);
    }

    private Task<TableAnswer> Send(int client, ReadOnlyMemory<byte> request) => _connections[client].SendAsync(request);

    private static TableAnswer Expect(int status, TableAnswer answer) => answer.Status == status
        ? answer
        : throw new InvalidDataException($"{answer.Status} instead of {status}: {answer.Body}");

    private static string Partition(int client) => "p-" + Text(client);

    private static string Text(long number) => number.ToString("00000000", CultureInfo.InvariantCulture);
}
