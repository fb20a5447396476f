using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>Runs a theory once on each engine; skips it with a reason on engines that cannot run it.</summary>
/// <param name="needs">The capabilities that the test needs beyond the official API.</param>
/// <param name="data">The arguments of the test after the engine's name.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EnginesAttribute(Can needs = Can.Nothing, params object[] data) : DataAttribute
{
    public Can Needs { get; } = needs;

    public IReadOnlyList<object> Data { get; } = data;

    /// <summary>Leaves out the engines with faults, for tests that are long or inject their own.</summary>
    public bool Plain { get; set; }

    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(
    [
        .. EngineKind.All
            .Where(e => !Plain || e.Name == EngineKind.Local || e.IsOfficial)
            .Select(e => Row(testMethod, e)),
    ]);

    private TheoryDataRow Row(MethodInfo test, EngineKind engine)
    {
        var missing = Needs & ~engine.Can;
        if (missing == Can.Nothing && engine.WhyNot is null)
            return new TheoryDataRow([engine.Name, .. Data]);

        var reason = engine.WhyNot ?? $"the {engine.Name} has none of this: {missing}";
        ConformanceReport.Skipped(test.Name, engine.Name, Data, reason);
        return new TheoryDataRow([engine.Name, .. Data]) { Skip = reason };
    }
}
