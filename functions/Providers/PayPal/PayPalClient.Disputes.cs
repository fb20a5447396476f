using System.Globalization;
using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    private const int DisputePageSize = 50;

    private const string TokenParameter = "next_page_token=";

    /// <summary>The disputes that have changed since then, read page by page. PayPal lists them for 180 days.</summary>
    public async Task<IReadOnlyList<PayPalDisputeSummary>> ListDisputesAsync(DateTimeOffset updatedAfter, CancellationToken cancellation)
    {
        var after = Uri.EscapeDataString(updatedAfter.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        var path = $"v1/customer/disputes?update_time_after={after}&page_size={DisputePageSize}";
        List<PayPalDisputeSummary> disputes = [];
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        for (string? token = null; ;)
        {
            var page = await CallAsync(
                PayPalCall.Read("list the disputes", token is null ? path : $"{path}&{TokenParameter}{token}"),
                PayPalJson.Default.PayPalDisputePage,
                cancellation);
            disputes.AddRange(page.Items ?? []);
            // Only the token of the link is followed: a response must not decide which host is called. A page may be empty without
            // being the last.
            token = NextToken(page.Links);
            if (token is null || !tokens.Add(token)) return disputes;
        }
    }

    /// <summary>The current state of the dispute.</summary>
    public Task<PayPalDispute> GetDisputeAsync(string disputeId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the dispute", $"v1/customer/disputes/{Segment(disputeId)}"),
            PayPalJson.Default.PayPalDispute,
            cancellation);

    /// <summary>Submits proof of shipment to the reviewer. Refused when the dispute does not wait for the seller.</summary>
    public Task ProvideEvidenceAsync(string disputeId, PayPalEvidenceRequest evidence, string requestId, CancellationToken cancellation)
    {
        var (type, body) = PayPalForm.OfInput(JsonSerializer.SerializeToUtf8Bytes(evidence, PayPalJson.Default.PayPalEvidenceRequest));
        return CallAsync(
            PayPalCall.Post("provide evidence", $"v1/customer/disputes/{Segment(disputeId)}/provide-evidence", requestId, body) with
            {
                ContentType = type,
            },
            PayPalJson.Default.PayPalDisputeAction,
            cancellation);
    }

    /// <summary>Accepts the claim: PayPal refunds the buyer from the seller's balance and closes the dispute.</summary>
    public Task AcceptClaimAsync(string disputeId, PayPalClaimAcceptance acceptance, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(acceptance, PayPalJson.Default.PayPalClaimAcceptance);
        return CallAsync(
            PayPalCall.Post("accept the claim", $"v1/customer/disputes/{Segment(disputeId)}/accept-claim", requestId, body),
            PayPalJson.Default.PayPalDisputeAction,
            cancellation);
    }

    private static string? NextToken(IReadOnlyList<PayPalLink>? links)
    {
        var href = links?.FirstOrDefault(link => link.Rel == "next")?.Href.OriginalString;
        var at = href?.IndexOf(TokenParameter, StringComparison.Ordinal) ?? -1;
        return at < 0 ? null
            : href![(at + TokenParameter.Length)..].Split('&', '#')[0] is { Length: > 0 } token
                ? Uri.EscapeDataString(Uri.UnescapeDataString(token))
            : null;
    }
}
