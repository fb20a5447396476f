using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Worker.Sample;

public sealed class Requests(Notes notes, TimeProvider time)
{
    [Function("Greet")]
    public IResult Greet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greetings/{name}/{count:int}")] HttpRequest request,
        string name,
        int count,
        string? tone) =>
        Results.Text(
            $"{request.Path}: {count} x {name}, {tone ?? "plainly"}, at {time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture)}, "
                + $"for {Notes.Caller.Value}");

    [Function("Break")]
    public static IResult Break([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "break")] HttpRequest request) =>
        throw new InvalidOperationException("It breaks.");

    [Function("Linger")]
    public async Task<IResult> LingerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "linger")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        notes.Enqueue("lingers");
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return Results.Ok();
    }

    [Function("Tick")]
    public void Tick([TimerTrigger("0 0 * * * *")] TimerInfo timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        notes.Enqueue(
            $"past due {timer.IsPastDue}, last {timer.ScheduleStatus?.Last.ToString("u", CultureInfo.InvariantCulture)}, for "
                + $"{Notes.Caller.Value}");
    }
}
