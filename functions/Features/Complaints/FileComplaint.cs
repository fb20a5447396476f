using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>The buyer files a complaint. Nothing is paid out until it is decided or withdrawn.</summary>
public sealed class FileComplaint(OrderCommands commands)
{
    private const int MaxMessageLength = 1_000;

    /// <param name="Message">For the seller.</param>
    public sealed record Request(string Message);

    [Function(nameof(FileComplaint))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/complaints")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.Complain, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var message = Texts.RequireMessage((await Body.ReadAsync<Request>(http, cancellationToken)).Message, "message", MaxMessageLength);
        var asked = IdempotencyRecord.Of(command.Caller.Subject, key, new { text = message });

        return await command.CreateAsync(
            (o, now) => ComplaintTransitions.File(o, message, asked, now),
            o => $"complaints/{o.Complaints.First(c => c.Asked == asked).Number}",
            cancellationToken);
    }
}
