using ChatPay.Functions.Platform.Messaging;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.BadInput;

/// <summary>Bad input is answered with a problem that says what to do, and nothing is written.</summary>
public sealed class BadInputJourneys(BadInputStage stage) : IClassFixture<BadInputStage>
{
    public static TheoryData<string> Names => [.. BadRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_and_nothing_is_written(string what)
    {
        var bad = BadRequests.All[what];
        var before = await Rows.PictureAsync(stage.Local);
        var atProvider = (stage.Local.PayPal.Orders.Count, stage.Local.PayPal.Captures.Count, stage.Local.PayPal.Webhooks.Count);

        var problem = await stage.SendAsync(bad);

        Assert.Equal((bad.Status, bad.Code), (problem.Status, problem["code"]));
        Assert.Equal(bad.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), problem["status"]);
        Assert.False(string.IsNullOrWhiteSpace(problem["detail"]));
        Assert.False(string.IsNullOrWhiteSpace(problem["title"]));
        if (bad.Field is { } field)
            Assert.Equal(field, problem["field"]);
        if (bad.Status == 409)
            Assert.False(string.IsNullOrWhiteSpace(problem["currentStatus"]));
        Assert.DoesNotContain("ChatPay.Functions", problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.Text, StringComparison.Ordinal);
        Assert.True(problem.Text.Length < 2000);

        await stage.Local.Clock.DrainAsync();
        Assert.Equal(before, await Rows.PictureAsync(stage.Local));
        Assert.Equal(atProvider, (stage.Local.PayPal.Orders.Count, stage.Local.PayPal.Captures.Count, stage.Local.PayPal.Webhooks.Count));
        // Published events stay, so the feed's rows show that none were added.
        Assert.All(
            stage.Local.Bus.Queues.Where(q => !q.Name.StartsWith(Queues.OrderEvents, StringComparison.Ordinal)),
            q => Assert.Equal((0, 0, 0), (q.Active, q.Locked, q.DeadLettered)));
        Assert.Empty(await Invariants.CheckAsync(stage.Local));
    }

    /// <summary>All errors are reported at once; a client that reads only the first still finds it in the same place.</summary>
    [Theory]
    [InlineData(
        """{"lines":[{"description":"","quantity":0,"unitPrice":{"amount":"24.00","currency":"EUR"}}],"expiresInMinutes":1}""",
        "lines[0].description lines[0].quantity lines[0].unitPrice expiresInMinutes")]
    [InlineData(
        """{"lines":[{"describtion":"Mug","quantity":"2","unitPrice":{"amount":24,"currency":"USD"}}],"kind":"teleport"}""",
        "lines[0].describtion lines[0].quantity lines[0].unitPrice.amount kind")]
    public async Task Every_field_that_is_wrong_is_named(string body, string fields)
    {
        var problem = await stage.SendAsync(new BadRequest(400, "") { Body = body });

        var errors = problem.Body.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(fields, string.Join(' ', errors.Select(error => error.GetProperty("field").GetString())));
        Assert.All(
            ["field", "code", "detail"],
            member => Assert.Equal(problem[member], errors[0].GetProperty(member).GetString()));
        Assert.Equal(400, problem.Status);
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_is_the_same_order()
    {
        var sale = stage.Unpaid;
        var before = await Rows.PictureAsync(stage.Local);
        var again = await sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Sale.TwoMugs(), "request-1");
        Assert.Equal((201, sale.OrderId), (again.Status, again["id"]));
        await stage.Local.Clock.DrainAsync();
        Assert.Equal(before, await Rows.PictureAsync(stage.Local));
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_is_one_order()
    {
        var sale = stage.Unpaid;
        var orders = (await Rows.OrderIdsAsync(stage.Local)).Count;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Sale.TwoMugs(), "at-once")));
        await stage.Local.Clock.DrainAsync();
        var order = answers.First(answer => answer.Status == 201)["id"];
        Assert.All(
            answers,
            answer =>
                Assert.True((answer.Status, answer["id"]) == (201, order) || (answer.Status, answer["code"]) == (409, "request-in-flight"))
        );
        var again = await sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Sale.TwoMugs(), "at-once");
        Assert.Equal((201, order), (again.Status, again["id"]));
        Assert.Equal(orders + 1, (await Rows.OrderIdsAsync(stage.Local)).Count);
        var timeline = Sale.Must(await sale.Seller.GetAsync($"orders/{order}/timeline"), 200).Body.GetProperty("items");
        Assert.Equal(1, timeline.GetArrayLength());
    }
}
