using System.Buffers;
using System.Globalization;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace ChatPay.Local.Simulators.Mail;

/// <summary>A mail server that delivers nothing: each mail becomes a file in a folder, readable by any mail program. Only the newest
/// are kept.</summary>
public sealed class MailSink : IAsyncDisposable
{
    private const int MailsKept = 5_000;

    private readonly SmtpServer.SmtpServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Keep _keep;
    private Task _running = Task.CompletedTask;

    private MailSink(string folder, int port, int keep)
    {
        Folder = folder;
        _keep = new Keep(folder, keep);
        var services = new ServiceProvider();
        services.Add(_keep);
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => Port = ((IPEndPoint)started.LocalEndPoint).Port;
        services.Add(listeners);
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(e => e.Endpoint(new IPEndPoint(IPAddress.Loopback, port)))
            .Build();
        _server = new SmtpServer.SmtpServer(options, services);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of the mails.</summary>
    public string Folder { get; }

    /// <summary>The mails received, oldest first.</summary>
    public IReadOnlyList<SentMail> Mails =>
        [.. Directory.EnumerateFiles(Folder, "*.eml").Order(StringComparer.Ordinal).Select(SentMail.Read)];

    /// <summary>Unknown addresses: mail to them is refused permanently.</summary>
    public ISet<string> Unknown => _keep.Unknown;

    /// <summary>Addresses whose mailboxes are full: mail to them is refused temporarily.</summary>
    public ISet<string> Full => _keep.Full;

    /// <summary>Whether all mail is refused temporarily.</summary>
    public bool IsBusy
    {
        get => _keep.IsBusy;
        set => _keep.IsBusy = value;
    }

    /// <param name="folder">The folder for the mails; created when missing.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="keep">How many mails are kept; the oldest are deleted first.</param>
    /// <exception cref="PlatformException">The port is in use.</exception>
    public static MailSink Start(string folder, int port, int keep = MailsKept)
    {
        Directory.CreateDirectory(folder);
        var sink = new MailSink(folder, port, keep);
        sink._running = sink._server.StartAsync(sink._stop.Token);
        if (sink._running is { IsFaulted: true, Exception: { } e })
            throw PlatformException.PortInUse(port, "the mail sink", e);
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        _server.Shutdown();
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // Expected on disposal.
        }

        _stop.Dispose();
    }

    private sealed class Keep(string folder, int keep) : MessageStore
    {
        private readonly Lock _gate = new();
        private readonly SortedSet<int> _kept = [.. Directory.EnumerateFiles(folder, "*.eml").Select(NumberOf).OfType<int>()];

        public ISet<string> Unknown { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        public ISet<string> Full { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        public bool IsBusy { get; set; }

        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (IsBusy || transaction.To.Any(to => Full.Contains($"{to.User}@{to.Host}")))
                return new SmtpResponse(SmtpReplyCode.InsufficientStorage, "not now");
            if (transaction.To.Any(to => Unknown.Contains($"{to.User}@{to.Host}")))
                return new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such mailbox");

            var number = Take();
            await File.WriteAllBytesAsync(FileOf(number), buffer.ToArray(), cancellationToken);
            RemoveOldest();
            return SmtpResponse.Ok;
        }

        private static int? NumberOf(string file) =>
            int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        private string FileOf(int number) => Path.Combine(folder, number.ToString("D6", CultureInfo.InvariantCulture) + ".eml");

        // Continues from the last number, not the count: after a mail was deleted, the count would overwrite another.
        private int Take()
        {
            lock (_gate)
            {
                var number = _kept.Max + 1;
                _kept.Add(number);
                return number;
            }
        }

        private void RemoveOldest()
        {
            lock (_gate)
            {
                while (_kept.Count > keep)
                {
                    File.Delete(FileOf(_kept.Min));
                    _kept.Remove(_kept.Min);
                }
            }
        }
    }
}

/// <summary>A mail received by the sink.</summary>
public sealed record SentMail(string To, string Subject, string Text, string Id)
{
    internal static SentMail Read(string file)
    {
        using var message = MimeMessage.Load(file);
        return new SentMail(
            string.Join(", ", message.To.Mailboxes.Select(m => m.Address)),
            message.Subject ?? "",
            message.TextBody ?? "",
            message.MessageId ?? "");
    }
}
