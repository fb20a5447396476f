using System.Runtime.CompilerServices;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>
/// The layers of the app. A folder uses only its own layer and those below it, folders of one layer have no cycle, and a feature uses of
/// another one only what is listed here. So a feature can be read and changed without the others.
/// </summary>
public sealed class LayoutLaws
{
    // From the bottom up. The first one is plain C#: no I/O, no clock except as an argument.
    private static readonly string[] Layers = ["Sale", "Platform", "Providers", "Features", "Orchestrations", "Composition", ""];

    private static readonly string[] Outside =
    [
        "Azure",
        "Microsoft.AspNetCore",
        "Microsoft.Azure",
        "Microsoft.DurableTask",
        "Microsoft.Extensions",
        "System.Net.Http",
    ];

    // The dependencies between features. Before adding one: can the two meet in the domain instead, or through an event?
    private static readonly string[] Uses =
    [
        "Complaints > Payouts.DebtCeiling",
        "Complaints > Refunds.RefundRequestChecks",
        "Conversations > PaymentRequests.EndRequest",
        "Conversations > Payments.PayLinks",
        "Conversations > Sellers.InstagramConnections",
        "Conversations > Sellers.LoseInstagramConnection",
        "Disputes > Payouts.ReleasePayout",
        "Disputes > Refunds.AdoptRefunds",
        "Mail > Conversations.Notice",
        "Mail > Conversations.NoticeTexts",
        "Mail > Sellers.SellerContacts",
        "Mail > Shipping.ShipLinks",
        "Orders > Payouts.PayoutBlocks",
        "Orders > Shipping.ShipToAddresses",
        "Outbox > Conversations.TellConversation",
        "Outbox > Mail.MailSellers",
        "Outbox > Operations.OrderAlertQueue",
        "Outbox > OrderEvents.PublishOrderEvents",
        "Outbox > Shipping.ReportTracking",
        "Pages > OrderEvents.OrderCloudEvent",
        "Pages > Webhooks.PayPalEventGroup",
        "Pages > Webhooks.PayPalEventTypes",
        "PaymentRequests > Payments.BuyerLimit",
        "Payments > Shipping.ShipToAddresses",
        "Payouts > Sellers.SellerCommands",
        "Payouts > Statements.SellerOrderIndex",
        "Reconciliation > Disputes.ReadDispute",
        "Reconciliation > Payments.SettlePayment",
        "Reconciliation > Payouts.SettlePayoutBatch",
        "Reconciliation > Refunds.AdoptRefunds",
        "Refunds > Payouts.DebtCeiling",
        "Sellers > Statements.StatementReader",
        "Shipping > Payouts.PayoutBlocks",
        "Webhooks > Disputes.ReadDispute",
        "Webhooks > Payments.SettlePayment",
        "Webhooks > Payouts.HearOfPayoutBatch",
        "Webhooks > Refunds.AdoptRefunds",
        "Webhooks > Refunds.SubmitRefund",
        "Webhooks > Sellers.ReadSellerAtPayPal",
    ];

    private static readonly IReadOnlyList<(Type From, Type To)> Arrows =
    [
        .. App
            .Types.SelectMany(type =>
                IntermediateLanguage.TypesUsedBy(type).Where(App.IsOurs).Select(used => (App.Written(type), App.Written(used))))
            .Where(arrow => arrow.Item1.Namespace != arrow.Item2.Namespace)
            .Distinct(),
    ];

    [Fact]
    public void Arrows_BetweenLayers_GoDown() =>
        AssertNone(Arrows.Where(arrow => LayerOf(arrow.To) > LayerOf(arrow.From)).Select(arrow => $"{arrow.From} names {arrow.To}"));

    [Fact]
    public void Folders_OfOneLayer_HaveNoCycle()
    {
        var open = Arrows.Where(arrow => LayerOf(arrow.From) == LayerOf(arrow.To))
            .Select(arrow => (From: FolderOf(arrow.From), To: FolderOf(arrow.To))).Where(arrow => arrow.From != arrow.To).ToHashSet();
        // Removes arrows whose source nobody uses or whose target uses nobody: they are in no cycle.
        while (open.RemoveWhere(arrow => open.All(other => other.To != arrow.From) || open.All(other => other.From != arrow.To)) > 0)
        {
        }

        AssertNone(open.Select(arrow => $"{arrow.From} names {arrow.To}"));
    }

    [Fact]
    public void Feature_ThatNamesAnother_IsListed() =>
        Assert.Equal(
            string.Join('\n', Uses),
            string.Join(
                '\n',
                Arrows
                    .Where(arrow => LayerOf(arrow.From) == LayerOf(arrow.To) && FolderOf(arrow.From) != FolderOf(arrow.To))
                    .Where(arrow => FolderOf(arrow.From).StartsWith("Features.", StringComparison.Ordinal))
                    .Select(arrow =>
                        $"{FolderOf(arrow.From)} > {FolderOf(arrow.To)}.{arrow.To.Name}".Replace("Features.", "", StringComparison.Ordinal))
                    .Distinct()
                    .Order(StringComparer.Ordinal)));

    [Fact]
    public void Sale_NamesNothingOfAzureAndNoRequest() =>
        AssertNone(
            App.Types.Where(type => LayerOf(type) == 0)
                .SelectMany(type =>
                    IntermediateLanguage
                        .TypesUsedBy(type)
                        .Where(used => Outside.Any(outside => used.Namespace?.StartsWith(outside, StringComparison.Ordinal) == true))
                        .Select(used => $"{type} names {used}")));

    // Cref comments leave no trace in compiled code, but the usings that they need do in the file.
    [Fact]
    public void Using_OfALayerAbove_IsNotThere() => AssertNone(
        from layer in Layers
        where layer.Length > 0
        from file in Directory.EnumerateFiles(Path.Combine(Functions(), layer), "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(file).TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
        from above in Layers.SkipWhile(other => other != layer).Skip(1)
        where above.Length > 0 && line.StartsWith($"using ChatPay.Functions.{above}", StringComparison.Ordinal)
        select $"{Path.GetFileName(file)}: {line}");

    private static string Functions([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "functions"));

    private static void AssertNone(IEnumerable<string> offenders) =>
        Assert.Equal("", string.Join('\n', offenders.Distinct().Order(StringComparer.Ordinal)));

    private static int LayerOf(Type type) => Array.IndexOf(Layers, Segments(type) is [var layer, ..] ? layer : "");

    /// <summary>The folder, such as <c>Features.Refunds</c>. The domain counts as one: an order is one aggregate.</summary>
    private static string FolderOf(Type type) => Segments(type) switch
    {
        ["Platform" or "Providers" or "Features", _, ..] segments => $"{segments[0]}.{segments[1]}",
        [var layer, ..] => layer,
        _ => "",
    };

    private static string[] Segments(Type type) => (type.Namespace ?? "").Split('.')[2..];
}
