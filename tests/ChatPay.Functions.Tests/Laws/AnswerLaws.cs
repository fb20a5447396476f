using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>What functions return. The official worker writes an answer to the caller, and then serialises the same object and sends it to
/// the host; and what fails while it is written becomes an empty 200. So answers are our own, hold their bytes when they are returned, and
/// show nothing.</summary>
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
