using Azure.Data.Tables;
using ChatPay.Local.Tables;
using ChatPay.Local.Tables.Azurite;

namespace ChatPay.Local.Emulation;

/// <summary>Where the app's tables lie: in the platform's own service, in Azurite, or in another service that runs already.</summary>
public sealed class TableStorage : IAsyncDisposable
{
    /// <summary>Starts Azurite.</summary>
    public const string Azurite = "azurite";

    private readonly IAsyncDisposable? _started;

    private TableStorage(string connectionString, Uri address, IAsyncDisposable? started)
    {
        ConnectionString = connectionString;
        Address = address;
        _started = started;
    }

    public string ConnectionString { get; }

    /// <summary>The endpoint.</summary>
    public Uri Address { get; }

    /// <summary>How much longer each request takes, of the platform's own service.</summary>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    public TimeSpan RoundTrip
    {
        set
        {
            var own = _started as TableService ?? throw new InvalidOperationException("The tables are not the platform's own.");
            own.RoundTrip = value;
        }
    }

    /// <summary>Starts, or finds, what <see cref="LocalPlatformOptions.Storage"/> asks for.</summary>
    /// <exception cref="PlatformException">It cannot be started, or is no connection string.</exception>
    internal static async Task<TableStorage> StartAsync(EmulatorOptions options)
    {
        var (choice, folder, port) = (options.Storage, options.Folder, options.Ports.Tables);
        if (choice is null)
        {
            var service = await TableService.StartAsync(
                new() { DataFile = folder.File("tables.db"), Clock = options.Clock, Port = port, RoundTrip = options.TableRoundTrip });
            return new TableStorage(service.ConnectionString, service.Address, service);
        }

        if (choice == Azurite)
        {
            var script =
                AzuritePackage.Find()
                ?? throw new PlatformException(AzuritePackage.HowToInstall + ", or give --storage the connection string of one that runs.");
            var azurite = await AzuriteProcess.StartAsync(script, Path.GetDirectoryName(folder.File(AzuriteProcess.DataFile))!, port);
            return new TableStorage(azurite.ConnectionString, azurite.Address, azurite);
        }

        try
        {
            // Without the signature that a connection string may carry: the address is shown.
            return new TableStorage(choice, new Uri(new TableServiceClient(choice).Uri.GetLeftPart(UriPartial.Path)), null);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new PlatformException(
                "--storage needs 'azurite' or the connection string of a table service, such as UseDevelopmentStorage=true.",
                e);
        }
    }

    /// <summary>A client of this process that reaches it by a call; null where it is not the platform's own.</summary>
    /// <param name="options">The client's options; the transport is replaced.</param>
    internal TableServiceClient? CreateClient(TableClientOptions options) => (_started as TableService)?.CreateClient(options);

    public ValueTask DisposeAsync() => _started?.DisposeAsync() ?? ValueTask.CompletedTask;
}
