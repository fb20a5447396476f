using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Local.Simulators.PayPal.Checkout;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>
/// <c>/simulator/…</c>: actions of buyers, receivers and PayPal's staff, for demos and browsers. POST <c>approve</c> (by the approval
/// address), <c>orders/{id}/approve</c>, <c>captures/{id}/complete|deny|dispute|refund|reverse</c>,
/// <c>refunds/{id}/complete|fail</c>, <c>payouts-item/{id}/{STATUS}</c>, <c>disputes/{id}/resolve|lose|reopen</c>,
/// <c>disputes/{id}/{STATUS}</c>, <c>webhooks/{id}/resend</c>, <c>next-capture</c>, <c>payout-outcome</c>, <c>faults</c>; GET
/// <c>state</c>.
/// </summary>
internal sealed class PayPalControlApi(PayPalSimulator simulator)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.Trim('/').Split('/') is not ["simulator", .. var path])
            return false;

        try
        {
            var answer =
                HttpMethods.IsGet(http.Request.Method) ? Show(path)
                : HttpMethods.IsPost(http.Request.Method) ? await ActAsync(http, path)
                : null;
            if (answer is null)
                http.Response.StatusCode = 404;
            else
                await http.Response.WriteAsJsonAsync(answer, Json, http.RequestAborted);
        }
        catch (InvalidOperationException e)
        {
            http.Response.StatusCode = 409;
            await http.Response.WriteAsJsonAsync(new { error = e.Message }, Json, http.RequestAborted);
        }
        catch (JsonException e)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = e.Message }, Json, http.RequestAborted);
        }

        return true;
    }

    private object? Show(string[] path) => path is not ["state"] ? null : new
    {
        simulator.Balance,
        simulator.Orders,
        simulator.Captures,
        simulator.Refunds,
        simulator.PayoutBatches,
        simulator.Payouts,
        simulator.Disputes,
        simulator.Webhooks,
    };

    private async Task<object?> ActAsync(HttpContext http, string[] path)
    {
        switch (path)
        {
            case ["orders", var id, "approve"]:
                var buyer =
                    http.Request.HasJsonContentType() && http.Request.ContentLength != 0 ? await ReadAsync<SimulatedBuyer>(http) : null;
                return new { ReturnUrl = await simulator.ApproveAsync(id, buyer) };
            case ["approve"]:
                return new { ReturnUrl = await simulator.ApproveAsync(OrderOf((await ReadAsync<Approval>(http)).ApproveUrl)) };
            case ["captures", var id, "complete"]:
                return await simulator.CompletePendingAsync(id);
            case ["captures", var id, "deny"]:
                return await simulator.DenyPendingAsync(id);
            case ["captures", var id, "dispute"]:
                return await simulator.OpenDisputeAsync(
                    id,
                    http.Request.HasJsonContentType() && http.Request.ContentLength != 0 ? await ReadAsync<DisputePlan>(http) : null);
            case ["captures", var id, "refund"]:
                return await simulator.RefundInDashboardAsync(id);
            case ["captures", var id, "reverse"]:
                return await simulator.ReverseCaptureAsync(id);
            case ["disputes", var id, "resolve"]:
                return await simulator.ResolveDisputeAsync(id, await ReadAsync<DisputeResolution>(http));
            case ["disputes", var id, "lose"]:
                return await simulator.LoseDisputeAsync(id);
            case ["disputes", var id, "reopen"]:
                return await simulator.ReopenDisputeAsync(id);
            case ["disputes", var id, var status]:
                return await simulator.MoveDisputeAsync(id, status);
            case ["refunds", var id, "complete"]:
                return await simulator.CompleteRefundAsync(id);
            case ["refunds", var id, "fail"]:
                return await simulator.FailRefundAsync(id);
            case ["payouts-item", var id, var status]:
                return await simulator.SettlePayoutItemAsync(id, new PayoutOutcome(status));
            case ["webhooks", var id, "resend"]:
                await simulator.Resend(id);
                return new { };
            case ["next-capture"]:
                simulator.Outcomes.NextCapture(await ReadAsync<CaptureOutcome>(http));
                return new { };
            case ["payout-outcome"]:
                var planned = await ReadAsync<PlannedPayout>(http);
                simulator.Outcomes.Payout(planned.Receiver, new PayoutOutcome(planned.Status, planned.Error));
                return new { };
            case ["faults"]:
                simulator.Faults.Next(await ReadAsync<PlannedFault>(http));
                return new { };
            default:
                return null;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpContext http) =>
        await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Json, http.RequestAborted)
        ?? throw new JsonException("The body is null.");

    // Reads the order's id and ignores the rest of the address.
    private static string OrderOf(Uri approveUrl) => System.Web.HttpUtility.ParseQueryString(approveUrl.Query)["token"]
        ?? throw new InvalidOperationException($"{approveUrl} names no order: send the approveUrl of a checkout.");

    private sealed record Approval(Uri ApproveUrl);

    private sealed record PlannedPayout(string Receiver, string Status, string? Error);
}
