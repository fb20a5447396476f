using ChatPay.Benchmarks;
using ChatPay.Benchmarks.Growth;
using ChatPay.Benchmarks.Http;
using ChatPay.Benchmarks.Kills;
using ChatPay.Benchmarks.Orders;
using ChatPay.Benchmarks.Parked;
using ChatPay.Benchmarks.Tables;

try
{
    if (args.Any(a => a is "--help" or "-h" or "-?"))
        return Arguments.PrintHelp(exitCode: 0);
    var command = args.FirstOrDefault() ?? "";
    var arguments = new Arguments(command, args[Math.Min(1, args.Length)..]);
    return command switch
    {
        "orders" => await OrdersCommand.RunAsync(arguments),
        "kills" => await KillsCommand.RunAsync(arguments),
        "kills-victim" => await KillsVictim.RunAsync(arguments),
        "parked" => await ParkedCommand.RunAsync(arguments),
        "parked-again" => await ParkedAgain.RunAsync(arguments),
        "growth" => await GrowthCommand.RunAsync(arguments),
        "growth-run" => await GrowthRun.RunAsync(arguments),
        "tables" => await TablesCommand.RunAsync(arguments),
        "table-service" => await TableServiceProcess.ServeAsync(arguments),
        "http" => await HttpCommand.RunAsync(arguments),
        "platform" => await PlatformProcess.ServeAsync(arguments),
        "bare" => await BareEndpoint.ServeAsync(arguments),
        _ => Arguments.PrintHelp(exitCode: 2),
    };
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
