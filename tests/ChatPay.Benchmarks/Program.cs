using ChatPay.Benchmarks;
using ChatPay.Benchmarks.Orders;
using ChatPay.Benchmarks.Tables;

try
{
    return args switch
    {
        ["orders", .. var rest] => await OrdersCommand.RunAsync(new Arguments(rest)),
        ["tables", .. var rest] => await TablesCommand.RunAsync(new Arguments(rest)),
        ["table-service", .. var rest] => await TableServiceProcess.ServeAsync(new Arguments(rest)),
        _ => Arguments.PrintHelp(),
    };
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
