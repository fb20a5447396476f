using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The table of what each order event is for is up to date, so that every change to it is reviewed; and the app handles
/// events as the table says.</summary>
public sealed class EventTableTests
{
    private static readonly string Path = System.IO.Path.Combine(Folder(), "..", "..", "..", "functions", "Sale", "Events", "EVENTS.md");

    public static TheoryData<OrderEventType> All { get; } = [.. Enum.GetValues<OrderEventType>()];

    [Fact]
    public void Table_OfEvents_IsThatOfTheCatalogue()
    {
        var expected = string.Join('\n', Lines()) + "\n";

        Assert.True(
            File.Exists(Path) && File.ReadAllText(Path) == expected,
            $"functions/Sale/Events/EVENTS.md is not what the code says. If the change is meant, the file is to be:\n\n{expected}");
    }

    [Fact]
    public void Catalogue_HasOneRowAnEvent_AndNoNameTwice()
    {
        Assert.Equal(Enum.GetValues<OrderEventType>(), OrderEventCatalogue.All.Select(e => e.Type));
        Assert.Distinct(OrderEventCatalogue.All.Select(e => e.Row.PublicType));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Event_OnTheTopic_HasTheNameOfTheTimeline(OrderEventType type) =>
        Assert.Equal(JsonSerializer.Serialize(type, ChatPayJson.Stored).Trim('"'), OrderEventCatalogue.Of(type).Name);

    [Theory]
    [MemberData(nameof(All))]
    public void Event_ThatIsMailedOrRaised_HasSomethingToSay(OrderEventType type)
    {
        var (row, order) = (OrderEventCatalogue.Of(type), ScriptedSale.Shipped().Order);
        var entry = new TimelineEntry(1, ScriptedSale.Start, new OrderEvent(type, ScriptedSale.Usd("1.00")));

        if (row.Mail is not null)
            Assert.Contains(NoticeTexts.For(order, entry), n => n.Audience is Audience.Seller or Audience.Both);
        var alert = OrderAlerts.For(new OrderNotice(order.Id, order.ConversationId, order.SellerId, entry), isOwed: false);
        Assert.Equal(row.Raises, alert?.Kind);
    }

    private static IEnumerable<string> Lines() =>
        [
            "# The events of an order",
            "",
            "`OrderEventCatalogue` has one row per event, and a test checks this table against it. Everybody sees the whole event unless",
            "the table says less; operators see everything. A signal wakes the order's orchestration, which then reads the order. An alert",
            "ends when an event ends it and its cause is gone.",
            "",
            "| Event | Seen by | Wakes | Mail to the seller | Alert to operators | Ends alert |",
            "|---|---|---|---|---|---|",
            .. OrderEventCatalogue.All.Select(e =>
                $"| `{e.Row.PublicType}` | {Seen(e.Row.Audience)} | {string.Join(", ", e.Row.Wakes)} | {e.Row.Mail} "
                + $"| {e.Row.Raises?.Code()} | {string.Join(", ", e.Row.Ends.Select(k => k.Code()))} |"),
        ];

    private static string Seen(EventAudience audience) => audience switch
    {
        EventAudience.Everybody => "everybody",
        EventAudience.EverybodyWithoutDetail => "everybody; its detail: only the seller",
        _ => "the seller",
    };

    private static string Folder([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
