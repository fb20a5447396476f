using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Whether tables, vault and queues respond. Anybody may ask, as often as they like: all who ask at the same time, or shortly
/// afterwards, get the result of one look.</summary>
public sealed class Readiness(ChatPayTables tables, SecretVault vault, Queues queues, TimeProvider time)
{
    private static readonly TimeSpan IsKnownFor = TimeSpan.FromSeconds(5);

    // A cold instance also has to sign in. Service Bus would be waited for for minutes.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task? _look;
    private DateTimeOffset _endedAt;

    /// <summary>Completes when all of them respond.</summary>
    /// <param name="cancellationToken">Ends the wait; the look goes on for the others.</param>
    /// <exception cref="ProblemException">503: one of them has not responded within ten seconds.</exception>
    /// <exception cref="Exception">What the first that failed has thrown.</exception>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Task look;
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && time.GetUtcNow() - _endedAt >= IsKnownFor))
                _look = LookAsync();
            look = _look;
        }

        return look.WaitAsync(cancellationToken);
    }

    private async Task LookAsync()
    {
        // Not under the lock.
        await Task.Yield();
        using var over = new CancellationTokenSource(Deadline, time);
        try
        {
            await AskAllAsync(over.Token).WaitAsync(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            throw Problems.Unavailable("Tables, vault or Service Bus");
        }
        finally
        {
            lock (_gate)
                _endedAt = time.GetUtcNow();
        }
    }

    private async Task AskAllAsync(CancellationToken cancellationToken)
    {
        await ChatPayTables.FindAsync(tables.Indexes, "readiness-probe", "none", cancellationToken);
        await vault.PingAsync(cancellationToken);
        await queues.PingAsync(cancellationToken);
    }
}
