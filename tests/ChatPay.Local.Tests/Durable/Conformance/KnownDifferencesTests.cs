using System.Reflection;
using ChatPay.Local.Tests.Durable.Conformance.Engines;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class KnownDifferencesTests(ITestOutputHelper output)
{
    [Fact]
    public void KnownDifferences_EachNamesATestThatRunsOnEveryEngine()
    {
        foreach (var difference in KnownDifferences.All)
        {
            var data = difference.Data is null ? string.Empty : $" ({difference.Data})";
            output.WriteLine($"{difference.Engine}: {difference.Test}{data}\n  official: {difference.Official}\n  here: {difference.Here}");
        }

        var tests = typeof(KnownDifferences).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttributes<EnginesAttribute>().Any()).Select(m => m.Name).ToHashSet();
        Assert.All(KnownDifferences.All, d => Assert.Contains(d.Test, tests));
    }
}
