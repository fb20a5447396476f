using System.Collections.Concurrent;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>A request-response node: a client sends on one link, and names the address of another for the response.</summary>
internal sealed class RequestNode(Func<AmqpMessage, Task<ManagementAnswer>> answer)
{
    private const uint Credit = 100;
    private readonly ConcurrentDictionary<string, SendingAmqpLink> _answers = new(StringComparer.Ordinal);

    public void Attach(AmqpLink link)
    {
        if (link is ReceivingAmqpLink requests)
        {
            requests.RegisterMessageListener(request => _ = TakeAsync(requests, request));
            requests.SetTotalLinkCredit(Credit, applyNow: true, updateAutoFlow: true);
        }
        else if (link is SendingAmqpLink answers)
        {
            var address = (answers.Settings.Target as Target)?.Address?.ToString() ?? "";
            _answers[address] = answers;
            answers.SafeAddClosed((_, _) => _answers.TryRemove(address, out var _));
        }
    }

#pragma warning disable CA1031 // Any error is sent as the response.
    private async Task TakeAsync(ReceivingAmqpLink link, AmqpMessage request)
    {
        await Task.Yield();
        link.DisposeMessage(request, AmqpConstants.AcceptedOutcome, settled: true, batchable: false);
        ManagementAnswer given;
        try
        {
            given = await answer(request);
        }
        catch (Exception e)
        {
            given = ManagementAnswer.Refused(e);
        }

        if (_answers.TryGetValue(request.Properties.ReplyTo?.ToString() ?? "", out var answers) && !answers.IsClosing())
        {
            answers.SendMessageNoWait(
                given.For(request.Properties.MessageId), new ArraySegment<byte>(ManagementAnswer.NewTag()), AmqpConstants.NullBinary);
        }
    }
#pragma warning restore CA1031
}
