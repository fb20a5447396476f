using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Direct;

/// <summary>Carries the requests of a client in this process to the table service by a call, in the flow of whoever asks: the same request
/// line, headers and body, and the same answer. What is not there is HTTP itself, and the signature, which would tell the service nothing
/// of its own process.</summary>
/// <param name="exchange">What carries out a request.</param>
/// <param name="clock">Waits for requests of those who do nothing else that it waits for.</param>
/// <param name="hasStopped">Whether it serves no more; then it is as if nobody listened.</param>
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
        // A caller that does not wait any longer takes nothing back of what is under way.
        var reply = await (answer.IsCompleted ? answer : answer.WaitAsync(message.CancellationToken));
        message.Response = new DirectResponse(reply, request.ClientRequestId);
    }

    private async Task<TableReply> AnswerAsync(DirectRequest request)
    {
        using var work = WorkTracker.IsInWork ? null : clock.Working($"table service: {request.Method}");
        return await exchange.AnswerAsync(request.ReadTarget(), request.Fields, request.ReadBody());
    }
}
