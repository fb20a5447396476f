using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary><c>GET /v1/customer/disputes</c> and <c>GET /v1/customer/disputes/{id}</c>.</summary>
internal static class FindDisputes
{
    private const int LargestPage = 50;
    private const int UsualPage = 10;

    // How far back lists go.
    private static readonly TimeSpan Listed = TimeSpan.FromDays(180);

    public static ApiAnswer Show(PayPalTransaction transaction, ApiCall call) =>
        new(200, DisputeBody.Full(transaction, DisputeSteps.Find(transaction, call.Ids[0])));

    public static ApiAnswer List(PayPalTransaction transaction, ApiCall call)
    {
        var query = call.Http.Request.Query;
        var size = query["page_size"] is [{ } text] ? Number(text, "page_size", 1, LargestPage) : UsualPage;
        var skipped = query["next_page_token"] is [{ } token] ? Number(token, "next_page_token", 0, int.MaxValue) : 0;
        var after = Time(query["update_time_after"], "update_time_after") ?? transaction.Now - Listed;
        var before = Time(query["update_time_before"], "update_time_before") ?? DateTimeOffset.MaxValue;
        if (after < transaction.Now - Listed)
            throw PayPalRefusal.V1(
                400,
                "INVALID_REQUEST",
                "The date is more than 180 days ago.",
                new RefusalDetail("INVALID_DATE_RANGE", "update_time_after"));

        var found = transaction.Connection.All<SimulatedDispute>().AsEnumerable().Reverse()
            .Where(d => d.Updated >= after && d.Updated <= before)
            .Where(d => query["disputed_transaction_id"] is not [{ } capture] || d.CaptureId == capture)
            .Where(d => query["dispute_state"] is not [{ } states] || states.Split(',').Contains(DisputeBody.State(d)))
            .ToList();
        var page = found.Skip(skipped).Take(size).ToList();
        var links = new JsonArray(transaction.Link("v1/customer/disputes" + call.Http.Request.QueryString, "self"));
        if (skipped + page.Count < found.Count)
            links.Add(transaction.Link($"v1/customer/disputes?page_size={size}&next_page_token={skipped + page.Count}", "next"));
        var body = new JsonObject { ["links"] = links };
        if (page.Count > 0)
            body["items"] = new JsonArray([.. page.Select(d => DisputeBody.Summary(transaction, d))]);
        return new ApiAnswer(200, body);
    }

    private static int Number(string text, string name, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw PayPalRefusal.V1(
                400,
                "INVALID_REQUEST",
                "The request is not well-formed.",
                new RefusalDetail("INVALID_PARAMETER_VALUE", name, text, "query"));

    private static DateTimeOffset? Time(Microsoft.Extensions.Primitives.StringValues values, string name) =>
        values is not [{ } text] ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw PayPalRefusal.V1(
            400,
            "INVALID_REQUEST",
            "The request is not well-formed.",
            new RefusalDetail("INVALID_PARAMETER_VALUE", name, text, "query"));
}
