using ChatPay.Functions.Platform.Storage;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>Each night: deletes responses older than 30 days.</summary>
public sealed class ForgetAnswers(DueDays days, AnswerStore answers)
{
    [Function(nameof(ForgetAnswers))]
    public Task RunAsync([TimerTrigger("%AddressPurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        days.EachAsync(AnswerStore.Forget, answers.ForgetAsync, cancellationToken);
}
