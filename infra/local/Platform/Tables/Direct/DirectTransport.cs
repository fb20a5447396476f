using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Direct;

/// <summary>Passes the requests of a client in this process to the table service by a call, in the caller's flow: with the same
/// request line, headers and body, and the same response. Only HTTP itself is left out, and the signature, which is pointless within
/// one process.</summary>
/// <param name="exchange">Executes requests.</param>
/// <param name="clock">Tracks requests of callers that are not already tracked as work.</param>
/// <param name="hasStopped">Whether the service has stopped; then requests fail as if nothing listened.</param>
internal sealed class DirectTransport(TableExchange exchange, LocalClock clock, Func<bool> hasStopped) : HttpPipelineTransport
{
    public override Request CreateRequest() => new DirectRequest();

    public override void Process(HttpMessage message) => ProcessAsync(message).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.CancellationToken.ThrowIfCancellationRequested();
        if (hasStopped())
        {
            const string why = "Connection refused: the server has stopped.";
            throw new RequestFailedException(0, why, new HttpRequestException(HttpRequestError.ConnectionError, why));
        }

        var request = (DirectRequest)message.Request;
        var answer = AnswerAsync(request);
        // A caller that stops waiting does not cancel the request.
        var reply = await (answer.IsCompleted ? answer : answer.WaitAsync(message.CancellationToken));
        message.Response = new DirectResponse(reply, request.ClientRequestId);
    }

    private async Task<TableReply> AnswerAsync(DirectRequest request)
    {
        using var work = WorkTracker.IsInWork ? null : clock.Working($"table service: {request.Method}");
        return await exchange.AnswerAsync(request.ReadTarget(), request.Fields, request.ReadBody());
    }
}
