using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The return values of functions. The official worker writes a response to the caller, then also serializes the object and
/// sends it to the host; and an error while writing becomes an empty 200. So responses are our own types, hold their bytes when they
/// are returned, and have no public members.</summary>
public sealed class AnswerLaws
{
    private static readonly IReadOnlyList<Type> Answers = [.. App.Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IResult)))];

    [Fact]
    public void Answer_Any_HasNothingThatASerialiserSees()
    {
        Assert.NotEmpty(Answers);
        Assert.All(Answers, type => Assert.Empty(type.GetProperties(BindingFlags.Public | BindingFlags.Instance)));
        Assert.All(Answers, type => Assert.Empty(type.GetFields(BindingFlags.Public | BindingFlags.Instance)));
    }

    [Fact]
    public void Answer_WithPersonalData_IsAnEmptyObjectToTheHost()
    {
        var answer = Platform.Http.Answers.Ok(new { address = "100 Example Pottery Street" });
        Assert.Equal("{}", JsonSerializer.Serialize(answer, answer.GetType()));
        Assert.Equal("{}", JsonSerializer.Serialize<object>(answer));
    }

    [Fact]
    public void App_Any_UsesNoResultsOfTheFramework()
    {
        var used = App
            .Assembly.GetTypes()
            .Where(type =>
                IntermediateLanguage
                    .TypesUsedBy(type)
                    .Any(t => t == typeof(Results) || t == typeof(TypedResults) || t.Namespace == "Microsoft.AspNetCore.Http.HttpResults"))
            .Select(type => type.FullName);
        Assert.Empty(used);
    }
}
