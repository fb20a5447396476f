using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Shipping;

/// <summary>The seller marks lines of a paid order as shipped; the hold begins when the last one is.</summary>
public sealed class MarkShipped(OrderCommands commands, Ids ids, TimeProvider time)
{
    /// <param name="Lines">Indexes of the lines, from 0; if absent, all that are not shipped yet.</param>
    /// <param name="Carrier">Such as <c>USPS</c>; together with a number, or not at all.</param>
    /// <param name="TrackingNumber">Letters, digits, spaces and hyphens.</param>
    public sealed record Request(IReadOnlyList<int>? Lines = null, string? Carrier = null, string? TrackingNumber = null);

    [Function(nameof(MarkShipped))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/shipments")] HttpRequest http,
        [DurableClient] DurableTaskClient orchestrations, string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.Ship, cancellationToken, orchestrations);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var faults = new FieldFaults();
        if (request.Lines is { } lines && lines.Distinct().Count() != lines.Count)
            faults.Malformed("lines-repeated", "Name each line once.", "lines");
        var tracking = TrackingInput.Read(request.Carrier, request.TrackingNumber, faults);
        faults.ThrowIfAny();

        // A repeat under the caller's key is the same shipment, even if its first response was lost with the instance.
        var id = http.Headers.ContainsKey(IdempotencyKey.Header) ? Ids.Derived("shp", orderId, IdempotencyKey.Of(http)) : ids.New("shp");
        var shipment = new Shipment(id, request.Lines ?? [], time.GetUtcNow()).With(tracking);
        return await command.CreateAsync(
            (o, _) => ShipmentTransitions.Mark(o, shipment), _ => $"shipments/{shipment.Id}", cancellationToken);
    }
}
