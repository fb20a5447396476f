using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.Orders;
using ChatPay.Functions.Features.Payments.PayLink;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class QueryRulesTests
{
    private static readonly QueryRules Rules = QueryRules.Of(Laws.App.Assembly);

    [Fact]
    public void Parameter_Misspelt_IsRefusedWithThoseThatAreKnown()
    {
        var refused = Assert.Throws<ProblemException>(() => Rules.Check(Of<ListOrders>(), ["limit", "states"]));

        Assert.Equal((400, "parameter-unknown", "states"), (refused.Status, refused.Code, refused.Field));
        Assert.Contains("as, cursor, limit, q, status", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_OfACallThatTakesNone_IsRefused() =>
        Assert.Equal("parameter-unknown", Assert.Throws<ProblemException>(() => Rules.Check(Of<GetOrder>(), ["verbose"])).Code);

    [Fact]
    public void Parameters_ThatAreKnown_AreLetThrough()
    {
        Rules.Check(Of<ListAlerts>(), ["status", "cursor", "limit"]);
        Rules.Check(Of<GetOrder>(), []);
    }

    [Fact]
    public void Parameter_OfALinkThatWasShared_IsLetThrough() => Rules.Check(Of<ShowPayLink>(), ["utm_source"]);

    private static string Of<T>() => $"{typeof(T).FullName}.RunAsync";
}
