using Azure.Data.Tables;
using ChatPay.Local.Tables;
using ChatPay.Local.Tables.Azurite;

namespace ChatPay.Local.Emulation;

/// <summary>Where the app's tables are: in the platform's own service, in Azurite, or in a service that already runs.</summary>
public sealed class TableStorage : IAsyncDisposable
{
    /// <summary>The value of <see cref="LocalPlatformOptions.Storage"/> that starts Azurite.</summary>
    public const string Azurite = "azurite";

    private readonly IAsyncDisposable? _started;

    private TableStorage(string connectionString, Uri address, IAsyncDisposable? started)
    {
        ConnectionString = connectionString;
        Address = address;
        _started = started;
    }

    public string ConnectionString { get; }

    /// <summary>The endpoint of the table service.</summary>
    public Uri Address { get; }

    /// <summary>The latency added to each request to the platform's own service.</summary>
    /// <exception cref="InvalidOperationException">The service is another one.</exception>
    public TimeSpan RoundTrip
    {
        set
        {
            var own = _started as TableService ?? throw new InvalidOperationException("The tables are not the platform's own.");
            own.RoundTrip = value;
        }
    }

    /// <summary>Starts or connects to the service that <see cref="LocalPlatformOptions.Storage"/> selects.</summary>
    /// <exception cref="PlatformException">The service cannot be started, or the connection string is not valid.</exception>
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
            // The address is displayed, so the signature of a connection string is left out.
            return new TableStorage(choice, new Uri(new TableServiceClient(choice).Uri.GetLeftPart(UriPartial.Path)), null);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new PlatformException(
                "--storage needs 'azurite' or the connection string of a table service, such as UseDevelopmentStorage=true.",
                e);
        }
    }

    /// <summary>A client that calls the service within this process; null when the service is not the platform's own.</summary>
    /// <param name="options">The client's options; the transport is replaced.</param>
    internal TableServiceClient? CreateClient(TableClientOptions options) => (_started as TableService)?.CreateClient(options);

    public ValueTask DisposeAsync() => _started?.DisposeAsync() ?? ValueTask.CompletedTask;
}
