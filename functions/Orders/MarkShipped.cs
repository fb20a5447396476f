using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders;

/// <summary>The seller marks lines of a paid order as shipped; the hold begins when the last one is.</summary>
public sealed class MarkShipped(OrderAccess access, OrderStore orders, Ids ids, TimeProvider time)
{
    private const int LongestNumber = 64;

    /// <param name="Lines">Indexes of the lines, from 0; all that are not yet shipped when absent.</param>
    /// <param name="Carrier">Such as <c>USPS</c>; with a number, or not at all.</param>
    /// <param name="TrackingNumber">Letters, digits, spaces and hyphens.</param>
    public sealed record Request(IReadOnlyList<int>? Lines = null, string? Carrier = null, string? TrackingNumber = null);

    [Function(nameof(MarkShipped))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/shipments")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        await access.AsSellerAsync(caller, orderId, cancellationToken);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        Check(request);

        var shipment = new Shipment(ids.New("shp"), request.Lines ?? [], time.GetUtcNow())
        {
            Carrier = request.Carrier?.Trim(),
            TrackingNumber = request.TrackingNumber?.Trim(),
        };
        var decided = await orders.ChangeAsync(orderId, order => ShipmentTransitions.Mark(order, shipment), cancellationToken);
        return decided.Refusal is { } refusal
            ? throw Problems.Conflict(refusal.Code, refusal.Detail, Headline.Of(decided.Order))
            : Answers.Created($"/api/v1/orders/{orderId}/shipments/{shipment.Id}", OrderView.For(decided.Order, caller));
    }

    private static void Check(Request request)
    {
        if (string.IsNullOrWhiteSpace(request.Carrier) != string.IsNullOrWhiteSpace(request.TrackingNumber))
            throw Problems.Malformed("tracking-incomplete", "Give carrier and trackingNumber together, or neither.", request.Carrier is null ? "carrier" : "trackingNumber");
        if (request.TrackingNumber is { } number && (number.Trim().Length > LongestNumber || !number.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-')))
            throw Problems.Malformed("tracking-invalid", $"A tracking number has at most {LongestNumber} letters, digits, spaces and hyphens.", "trackingNumber");
        if (request.Carrier is { Length: > 64 } || request.Carrier?.Any(char.IsControl) == true)
            throw Problems.Malformed("carrier-invalid", "Name the carrier in at most 64 characters, such as USPS.", "carrier");
        if (request.Lines is { } lines && lines.Distinct().Count() != lines.Count)
            throw Problems.Malformed("lines-repeated", "Name each line once.", "lines");
    }
}
