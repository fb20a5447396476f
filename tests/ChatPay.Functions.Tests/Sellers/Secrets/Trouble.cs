using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatPay.Functions.Tests.Sellers.Secrets;

/// <summary>A fault at one call to the tables or the vault.</summary>
public enum Trouble
{
    /// <summary>The process dies before the call, and sends nothing more.</summary>
    DiesBefore,

    /// <summary>The process dies after the call was executed, before the response arrives.</summary>
    DiesAfter,

    /// <summary>The call is refused; the process continues.</summary>
    Refused,

    /// <summary>The call is executed, but the response says that the service is down; the process continues.</summary>
    AnswerLost,

    /// <summary>The call is executed, but the connection breaks: the client sends it again. Tables only.</summary>
    SentTwice,
}

/// <summary>Injects a fault at the n-th call, reproducibly.</summary>
internal sealed class TroubleMaker : HttpPipelinePolicy
{
    private Trouble _trouble;
    private int _at;
    private int _calls;

    /// <summary>Whether the call was reached.</summary>
    public bool HasHappened => _calls >= _at;

    public void Plan(Trouble trouble, int at) => (_trouble, _at, _calls) = (trouble, at, 0);

    public void Stop() => _at = int.MaxValue;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = _at == int.MaxValue ? 0 : Interlocked.Increment(ref _calls);
        var isDead = call > _at && _trouble is Trouble.DiesBefore or Trouble.DiesAfter;
        if (isDead && call > _at || (call == _at && _trouble == Trouble.DiesBefore))
            throw new DeathException();
        if (call == _at && _trouble == Trouble.Refused)
            throw new RequestFailedException(503, "down");
        await ProcessNextAsync(message, pipeline);
        if (call != _at || (_trouble == Trouble.SentTwice && message.Request.Uri.Host is not ("127.0.0.1" or "localhost")))
            return;
        throw _trouble switch
        {
            Trouble.SentTwice => new IOException("reset"),
            Trouble.AnswerLost => new RequestFailedException(503, "down"),
            _ => new DeathException(),
        };
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    internal sealed class DeathException : Exception;
}
