using System.Net.Sockets;
using ChatPay.Local.Simulators.Mail;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

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

        Assert.Equal(
            $"Port {one.Port} is in use, so the mail sink cannot start: end what uses it, or choose another port.",
            refused.Message);
    }

    [Fact]
    public async Task Mails_BeyondWhatIsKept_AreTheOldest_AndNoNumberIsTakenAgain()
    {
        await using (var sink = Start("kept", keep: 3))
        {
            await SendAsync(sink, 5);
            Assert.Equal(["mail 3", "mail 4", "mail 5"], sink.Mails.Select(m => m.Subject));
            File.Delete(Path.Combine(sink.Folder, "000004.eml"));
        }

        await using var again = Start("kept", keep: 3);
        await SendAsync(again, 1, first: 6);

        Assert.Equal(["mail 3", "mail 5", "mail 6"], again.Mails.Select(m => m.Subject));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string?> GreetingAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }

    private static async Task SendAsync(MailSink sink, int count, int first = 1)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sink.Port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        for (var n = first; n < first + count; n++)
        {
            using var message = new MimeMessage();
            message.From.Add(new MailboxAddress("ChatPay", "chatpay@example.com"));
            message.To.Add(new MailboxAddress("Seller", "seller@example.com"));
            message.Subject = $"mail {n}";
            message.Body = new TextPart("plain") { Text = "text" };
            await client.SendAsync(message, TestContext.Current.CancellationToken);
        }

        await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
    }

    private MailSink Start(string name, int port = 0, int keep = 5_000) => MailSink.Start(Path.Combine(_folder.FullName, name), port, keep);
}
