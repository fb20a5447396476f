using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ChatPay.Local.Web;

namespace ChatPay.Local.Tables.Azurite;

/// <summary>Runs Azurite, Microsoft's emulator from npm, as a process on 127.0.0.1: its table service, or all its services. Disposing
/// it ends the process. Azurite writes data to disk some seconds after acknowledging it.</summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    /// <summary>The file in its folder with all data.</summary>
    public const string DataFile = "__azurite_db_table__.json";

    // Shuts down when standard input ends: on disposal, and when this process dies in any way. It ignores Ctrl+C, which reaches all
    // processes of a terminal, because it must outlive those who use it.
    private const string EndWithInput = """
        const once = process.once.bind(process);
        process.once = (event, listener) => once(event === 'SIGINT' ? 'close' : event, listener);
        process.on('SIGINT', () => {});
        process.stdin.on('end', () => process.emit('close') || process.exit()).resume();
        require(process.argv[1]);
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(15);
    private readonly Process _node;

    private AzuriteProcess(Process node, IReadOnlyList<Uri> addresses)
    {
        _node = node;
        Address = addresses[^1];
        ConnectionString = addresses is [var blobs, var queues, var tables]
            ? EmulatorAccount.ConnectionString(blobs, queues, tables)
            : EmulatorAccount.ConnectionString(Address);
    }

    /// <summary>The endpoint of the tables, with the account in its path.</summary>
    public Uri Address { get; }

    /// <summary>The connection string for tables and, where they run, blobs and queues.</summary>
    public string ConnectionString { get; }

    /// <summary>The process id; a benchmark reads its resource usage.</summary>
    public int Id => _node.Id;

    /// <param name="script">Azurite's <c>main.js</c>: see <see cref="AzuritePackage.Find"/>.</param>
    /// <param name="folder">The folder with its data; created when missing.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <exception cref="PlatformException">Node.js is missing, or Azurite does not start; the message says which.</exception>
    public static async Task<AzuriteProcess> StartAsync(string script, string folder, int port = 0)
    {
        Directory.CreateDirectory(folder);
        if (port != 0)
            return await TryStartAsync(script, folder, [port]) ?? throw PlatformException.PortInUse(port, "Azurite");
        return await StartOnFreePortsAsync(script, folder, 1);
    }

    /// <summary>Starts blobs, queues and tables, on free ports and in memory.</summary>
    /// <param name="script">Azurite's <c>azurite.js</c>: see <see cref="AzuritePackage.FindAllServices"/>.</param>
    /// <exception cref="PlatformException">Node.js is missing, or Azurite does not start; the message says which.</exception>
    public static Task<AzuriteProcess> StartAllServicesAsync(string script) => StartOnFreePortsAsync(script, null, 3);

    public async ValueTask DisposeAsync() => await EndAsync(_node);

    // Azurite does not support port 0: it gets free ports, and others if those are taken meanwhile.
    private static async Task<AzuriteProcess> StartOnFreePortsAsync(string script, string? folder, int count)
    {
        for (var tried = 0; ; tried++)
        {
            var reserved = Enumerable.Range(0, count).Select(_ => ReservedPort.Take()).ToList();
            foreach (var port in reserved)
                await port.DisposeAsync();
            if (await TryStartAsync(script, folder, [.. reserved.Select(p => p.Number)]) is { } azurite)
                return azurite;
            if (tried == 9)
                throw PlatformException.PortInUse(reserved[^1].Number, "Azurite");
        }
    }

    /// <returns>Null when a port is in use.</returns>
    private static async Task<AzuriteProcess?> TryStartAsync(string script, string? folder, int[] ports)
    {
        var node = Launch(script, folder, ports);
        var said = new List<string>();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            while (await node.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                said.Add(line);
                if (!line.Contains("Table service", StringComparison.Ordinal) || !line.Contains("successfully", StringComparison.Ordinal))
                    continue;
                // Drained, so that a full pipe never blocks it.
                _ = node.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = node.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new AzuriteProcess(node, [.. ports.Select(p => new Uri($"http://127.0.0.1:{p}/{EmulatorAccount.Name}"))]);
            }

            said.Add(await node.StandardError.ReadToEndAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            said.Add($"nothing for {Patience.TotalSeconds} s");
        }

        await EndAsync(node);
        var why = string.Join(' ', said).ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return why.Contains("EADDRINUSE", StringComparison.Ordinal)
            ? null
            : throw new PlatformException($"Azurite did not start on port {string.Join(", ", ports)}: {why}.");
    }

    /// <param name="script">The script to run.</param>
    /// <param name="folder">Null keeps everything in memory.</param>
    /// <param name="ports">The ports of blobs, queues and tables, or of tables only.</param>
    private static Process Launch(string script, string? folder, int[] ports)
    {
        string[] services = ports.Length == 1 ? ["--tablePort"] : ["--blobPort", "--queuePort", "--tablePort"];

        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
                [
                    "-e",
                    EndWithInput,
                    script,
                    "--silent",
                    "--disableTelemetry",
                    "--skipApiVersionCheck",
                    .. services
                        .Zip(ports, (service, port) => new[] { service, port.ToString(CultureInfo.InvariantCulture) })
                        .SelectMany(a => a),
                    .. folder is null ? new[] { "--inMemoryPersistence" } : ["--location", folder],
                ])
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PlatformException("Azurite needs Node.js, and 'node' cannot be started: install it.", e);
        }
    }

    private static async Task EndAsync(Process node)
    {
        node.StandardInput.Close();
        try
        {
            using var patience = new CancellationTokenSource(PatienceAtTheEnd);
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill();
            await node.WaitForExitAsync();
        }

        node.Dispose();
    }
}
