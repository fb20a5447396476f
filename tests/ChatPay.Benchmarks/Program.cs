using ChatPay.Benchmarks;
using ChatPay.Benchmarks.Growth;
using ChatPay.Benchmarks.Http;
using ChatPay.Benchmarks.Kills;
using ChatPay.Benchmarks.Orders;
using ChatPay.Benchmarks.Parked;
using ChatPay.Benchmarks.Tables;

try
{
    return args switch
    {
        ["orders", .. var rest] => await OrdersCommand.RunAsync(new Arguments(rest)),
        ["kills", .. var rest] => await KillsCommand.RunAsync(new Arguments(rest)),
        ["kills-victim", .. var rest] => await KillsVictim.RunAsync(new Arguments(rest)),
        ["parked", .. var rest] => await ParkedCommand.RunAsync(new Arguments(rest)),
        ["parked-again", .. var rest] => await ParkedAgain.RunAsync(new Arguments(rest)),
        ["growth", .. var rest] => await GrowthCommand.RunAsync(new Arguments(rest)),
        ["growth-run", .. var rest] => await GrowthRun.RunAsync(new Arguments(rest)),
        ["tables", .. var rest] => await TablesCommand.RunAsync(new Arguments(rest)),
        ["table-service", .. var rest] => await TableServiceProcess.ServeAsync(new Arguments(rest)),
        ["http", .. var rest] => await HttpCommand.RunAsync(new Arguments(rest)),
        ["platform", .. var rest] => await PlatformProcess.ServeAsync(new Arguments(rest)),
        ["bare", .. var rest] => await BareEndpoint.ServeAsync(new Arguments(rest)),
        _ => Arguments.PrintHelp(),
    };
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
