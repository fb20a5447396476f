using ChatPay.Benchmarks;
using ChatPay.Benchmarks.Orders;

try
{
    return args switch
    {
        ["orders", .. var rest] => await OrdersCommand.RunAsync(new Arguments(rest)),
        _ => Arguments.PrintHelp(),
    };
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
