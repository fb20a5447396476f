using ChatPay.Functions.Platform.Storage;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>Each night: answers of 30 days ago are forgotten.</summary>
public sealed class ForgetAnswers(DueDays days, AnswerStore answers)
{
    [Function(nameof(ForgetAnswers))]
    public Task RunAsync([TimerTrigger("%AddressPurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        days.EachAsync(AnswerStore.Forget, answers.ForgetAsync, cancellationToken);
}
