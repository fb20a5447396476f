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

var service = tables.StartsWith("https://", StringComparison.Ordinal)
    ? new TableServiceClient(new Uri(tables), new AzureCliCredential())
    : new TableServiceClient(tables);
#pragma warning disable RS0030 // The composition root.
var time = TimeProvider.System;
#pragma warning restore RS0030
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
try
{
    var done = command == "export"
        ? await new TableExport(service, time).RunAsync(folder, stop.Token)
        : await new TableImport(service, time).RunAsync(folder, stop.Token);
    foreach (var (table, rows) in done.Rows)
        Console.WriteLine($"{table,-16} {rows,10}");
    return 0;
}
catch (BackupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
