using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>The seller submits the tracking of the newest shipment to PayPal's reviewer.</summary>
public sealed class ProvideDisputeEvidence(OrderCommands commands, PayPalClient payPal, DisputeAnswers answers)
{
    private const int MaxMessageLength = 2_000;

    /// <param name="Message">For the reviewer.</param>
    public sealed record Request(string? Message = null);

    [Function(nameof(ProvideDisputeEvidence))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/cases/{caseId}/evidence")] HttpRequest http,
        string orderId, string caseId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.ShowEvidence, cancellationToken);
        var message = Texts.Optional((await Body.ReadAsync<Request>(http, cancellationToken)).Message, "message", MaxMessageLength);

        return await answers.RunAsync(
            command, caseId, o => DisputeTransitions.Show(o, caseId),
            o => payPal.ProvideEvidenceAsync(caseId, EvidenceOf(o, message), KeyOf(o, caseId), cancellationToken), cancellationToken);
    }

    private static PayPalEvidenceRequest EvidenceOf(Order order, string? message) => DisputeTransitions.EvidenceOf(order) is { } shipment
        ? PayPalEvidenceRequest.OfShipment(shipment.Carrier!, shipment.TrackingNumber!, message)
        : throw new InvalidOperationException($"Order {order.Id} has no shipment to show.");

    private static string KeyOf(Order order, string caseId) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Dispute.Key(order.Id, caseId)}-evidence-{order.Disputes.First(c => c.Id == caseId).Evidences}");
}
