using System.Net.Sockets;
using ChatPay.Local.Simulators.Mail;

namespace ChatPay.Local.Tests.Simulators;

public sealed class MailSinkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-mail-");

    [Fact]
    public async Task Start_OnNoPort_TakesOneAndTellsIt()
    {
        await using var one = Start("one");
        await using var another = Start("another");

        Assert.NotEqual(one.Port, another.Port);
        Assert.StartsWith("220 ", await GreetingAsync(one.Port), StringComparison.Ordinal);
        Assert.StartsWith("220 ", await GreetingAsync(another.Port), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSo()
    {
        await using var one = Start("one");

        var refused = Assert.Throws<PlatformException>(() => Start("another", one.Port));

        Assert.Equal($"Port {one.Port} is in use, so the mail sink cannot start: end what uses it, or choose another port.", refused.Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string?> GreetingAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }

    private MailSink Start(string name, int port = 0) => MailSink.Start(Path.Combine(_folder.FullName, name), port);
}
