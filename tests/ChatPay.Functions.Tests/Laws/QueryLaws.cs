using System.Reflection;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.OpenApi;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Every query parameter that is read is declared, so that it is described and accepted.</summary>
public sealed class QueryLaws
{
    [Fact]
    public void QueryParameter_ThatIsRead_IsDeclared() => Assert.All(App.HttpFunctions.Where(HasCallers), function =>
    {
        var declared = QueryRules.NamesOf(function).ToHashSet();
        var readers = ReachableCode.From(function).Where(ReadsTheQuery).ToList();

        Assert.Equal(declared.Count > 0, readers.Count > 0);
        Assert.All(readers.Where(reader => reader.DeclaringType == typeof(Paging)), _ => Assert.Contains(PagedAttribute.Limit, declared));
        Assert.All(declared.Where(name => name is not PagedAttribute.Cursor and not PagedAttribute.Limit), name =>
            Assert.Contains(ReachableCode.From(function).SelectMany(MethodCode.TextsOf), text => text == name));
    });

    private static bool HasCallers(MethodInfo function) => function.IsDefined(typeof(RequiresAttribute));

    private static bool ReadsTheQuery(MethodBase method) => MethodCode.MembersOf(method).OfType<MethodInfo>()
        .Any(member => member.DeclaringType == typeof(HttpRequest) && member.Name == "get_" + nameof(HttpRequest.Query));
}
