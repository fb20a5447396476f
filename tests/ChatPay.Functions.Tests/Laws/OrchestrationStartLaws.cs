using System.Reflection;
using System.Text.Json;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>How a start treats an existing instance with its id.</summary>
public sealed class OrchestrationStartLaws
{
    /// <summary>With any other value the durable extension adds the running statuses to the dedupe statuses of every start: the
    /// watchdog's start, which replaces a hung orchestration, would be refused on Azure only.</summary>
    [Fact]
    public void HostJson_OverridableInstanceStates_AreAny()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        Assert.Equal("AnyState", durable.GetProperty("overridableExistingInstanceStates").GetString());
    }

    /// <summary>With that value a start without dedupe statuses would replace a running orchestration, so each start names its
    /// own.</summary>
    [Fact]
    public void Start_OfAnOrchestration_NamesItsDedupeStatuses()
    {
        var starts = App.Types.Select(type => (Type: type, Members: IntermediateLanguage.MembersUsedBy(type).OfType<MethodInfo>().ToList()))
            .Where(used => used.Members.Exists(IsStart))
            .ToList();

        Assert.NotEmpty(starts);
        Assert.All(starts, used =>
        {
            Assert.All(used.Members.Where(IsStart), start =>
                Assert.Contains(start.GetParameters(), parameter => parameter.ParameterType == typeof(StartOrchestrationOptions)));
            Assert.True(
                used.Members.Count(IsStart) == used.Members.Count(IsDedupe),
                $"{App.Written(used.Type).Name} starts an orchestration without saying what becomes of one that runs under its id.");
        });
    }

    [Fact]
    public void Names_OfOrchestrations_AreThoseOfTheirFunctions() =>
        Assert.Equal(
            App.Functions.Where(f => App.Trigger(f) is OrchestrationTriggerAttribute)
                .Select(f => f.GetCustomAttribute<FunctionAttribute>()!.Name)
                .Order(),
            typeof(OrderOrchestrations)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(f => f.IsLiteral)
                .Select(f => (string)f.GetRawConstantValue()!)
                .Order());

    /// <summary>A restart takes no dedupe statuses at all.</summary>
    [Fact]
    public void Restart_OfAnOrchestration_IsNotUsed() => Assert.DoesNotContain(
        App.Types.SelectMany(IntermediateLanguage.MembersUsedBy).OfType<MethodInfo>(),
        method => method.DeclaringType == typeof(DurableTaskClient) && method.Name == nameof(DurableTaskClient.RestartAsync));

    private static bool IsStart(MethodInfo method) => method.DeclaringType == typeof(DurableTaskClient)
        && method.Name == nameof(DurableTaskClient.ScheduleNewOrchestrationInstanceAsync);

    private static bool IsDedupe(MethodInfo method) => method.DeclaringType == typeof(StartOrchestrationOptionsExtensions)
        && method.Name == nameof(StartOrchestrationOptionsExtensions.WithDedupeStatuses);
}
