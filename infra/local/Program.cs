using System.Text;
using ChatPay.Local;
using ChatPay.Local.Commands;
using ChatPay.Local.Demo;
using Spectre.Console;

Console.OutputEncoding = Encoding.UTF8;
if (Console.IsOutputRedirected)
{
    // Plain text for a file or a pipe, wide enough for the tables.
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 120;
}

try
{
    var command = CommandLine.Parse(args);
    return command.Verb switch
    {
        Verb.Help => CommandLine.PrintHelp(),
        Verb.Demo when command.Watch => await WatchedDemo.RunAsync(command.Options),
        Verb.Demo => await DemoCommand.RunAsync(command.Options),
        Verb.Services => await ServicesCommand.RunAsync(command.Options),
        Verb.Clock => await ClockCommand.RunAsync(
            command.Clock,
            RunningPlatform.FindControl(command.NamedPort, command.Options.DataFolder)),
        Verb.Bus => await BusCommand.RunAsync(command.Bus, RunningPlatform.FindControl(command.NamedPort, command.Options.DataFolder)),
        _ => await RunCommand.RunAsync(command.Options),
    };
}
catch (PlatformException e)
{
    // Written unformatted: a path must not be broken at the console's width.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
