using Azure.Data.Tables;
using Azure.Identity;
using ChatPay.Backup;

if (args is not [("export" or "import") and var command, var tables, var folder])
{
    await Console.Error.WriteLineAsync(
        """
        dotnet run --project infra/backup -- export TABLES FOLDER    copies the app's tables into files
        dotnet run --project infra/backup -- import TABLES FOLDER    copies the files into tables that are empty, and pauses payouts

        TABLES is the address of the table service, such as https://ACCOUNT.table.core.windows.net/, for which `az login` has signed
        you in, or a connection string. infra/azure/README.md says when, and what to do besides.
        """);
    return 2;
}

#pragma warning disable RS0030 // The composition root.
var time = TimeProvider.System;
#pragma warning restore RS0030
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
try
{
    var service = ServiceOf(tables);
    var done = command == "export"
        ? await new TableExport(service, time).RunAsync(folder, stop.Token)
        : await new TableImport(service, time).RunAsync(folder, stop.Token);
    foreach (var (table, rows) in done.Rows)
        Console.WriteLine($"{table,-16} {rows,10}");
    return 0;
}
catch (Exception e) when (BackupFailures.Of(e) is { } failure)
{
    await Console.Error.WriteLineAsync(failure);
    return 1;
}

static TableServiceClient ServiceOf(string tables)
{
    try
    {
        return tables.StartsWith("https://", StringComparison.Ordinal)
            ? new TableServiceClient(new Uri(tables), new AzureCliCredential())
            : new TableServiceClient(tables);
    }
    catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
    {
        throw new BackupException("TABLES is neither an address that begins with https:// nor a connection string.");
    }
}
