using System.Reflection;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Request bodies are read in one place, which limits their size and their time.</summary>
public sealed class BodyLaws
{
    private static readonly HashSet<string> Bodies =
        ["get_Body", "get_BodyReader", "get_Form", "ReadFormAsync", "ReadFromJsonAsync"];

    [Fact]
    public void RequestBody_IsReadInOnePlace() => Assert.Equal(
        [typeof(BodyChunks)],
        App.Types.Where(type => IntermediateLanguage.MembersUsedBy(type).OfType<MethodInfo>().Any(ReadsABody))
            .Select(App.Written).Distinct());

    private static bool ReadsABody(MethodInfo method) =>
        Bodies.Contains(method.Name) && (method.DeclaringType == typeof(HttpRequest)
            || (method.DeclaringType?.Namespace == typeof(HttpRequest).Namespace && method.IsStatic));
}
