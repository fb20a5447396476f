using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>The buyer says what is wrong. Nothing is paid out until it is answered or withdrawn.</summary>
public sealed class FileComplaint(OrderCommands commands)
{
    private const int MaxTextLength = 1_000;

    /// <param name="Text">For the seller.</param>
    public sealed record Request(string Text);

    [Function(nameof(FileComplaint))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/complaints")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderParty.Buyer, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var text = Texts.RequireMessage((await Body.ReadAsync<Request>(http, cancellationToken)).Text, "text", MaxTextLength);
        var asked = IdempotencyRecord.Of(command.Caller.Subject, key, new { text });

        return await command.CreateAsync(
            (o, now) => ComplaintTransitions.File(o, text, asked, now),
            o => $"complaints/{o.Complaints.First(c => c.Asked == asked).N}",
            cancellationToken);
    }
}
