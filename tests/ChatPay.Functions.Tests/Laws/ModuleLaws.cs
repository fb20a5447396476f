using System.Runtime.CompilerServices;
using System.Xml.Linq;
using ChatPay.Local;
using ChatPay.Local.Clock;
using ChatPay.Local.Simulators.PayPal;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>
/// The modules of the local platform: the common base, each emulator, each simulator, and the folders of the program that starts
/// them. Their dependencies are listed, without cycles, so that an emulator can be read, changed and tested without the others.
/// </summary>
public sealed class ModuleLaws
{
    // Before adding one: can the program that starts both pass one what it needs from the other?
    private static readonly string[] Listed =
    [
        "Clock > Common",
        "Clock > Files",
        "Commands > Control",
        "Commands > Demo",
        "Commands > Developer",
        "Commands > Emulation",
        "Commands > Program",
        "Commands > Settings",
        "Demo > Program",
        "Developer > Demo",
        "Developer > Emulation",
        "Developer > Program",
        "Durable > Clock",
        "Durable > Common",
        "Durable > Journal",
        "Emulation > Control",
        "Files > Common",
        "Hosting > Clock",
        "Hosting > Common",
        "Hosting > Durable",
        "Hosting > Files",
        "Hosting > ServiceBus",
        "Hosting > Web",
        "Hosting > Worker",
        "Identity > Clock",
        "Identity > Common",
        "Identity > Files",
        "Identity > Keys",
        "Identity > Web",
        "Journal > Clock",
        "Journal > Common",
        "Journal > Files",
        "Keys > Files",
        "Logging > Clock",
        "Program > Control",
        "Program > Emulation",
        "Program > Settings",
        "ServiceBus > Clock",
        "ServiceBus > Common",
        "ServiceBus > Journal",
        "Settings > Emulation",
        "Simulators.Instagram > Clock",
        "Simulators.Instagram > Journal",
        "Simulators.Instagram > Simulators.State",
        "Simulators.Instagram > Simulators.Webhooks",
        "Simulators.Instagram > Web",
        "Simulators.Mail > Common",
        "Simulators.PayPal > Clock",
        "Simulators.PayPal > Journal",
        "Simulators.PayPal > Keys",
        "Simulators.PayPal > Simulators.State",
        "Simulators.PayPal > Simulators.Webhooks",
        "Simulators.PayPal > Web",
        "Simulators.State > Clock",
        "Simulators.State > Journal",
        "Simulators.Webhooks > Clock",
        "Simulators.Webhooks > Journal",
        "Simulators.Webhooks > Simulators.State",
        "Tables > Clock",
        "Tables > Common",
        "Tables > Journal",
        "Tables > Web",
        "Vault > Clock",
        "Vault > Common",
        "Vault > Files",
        "Vault > Journal",
        "Vault > Web",
        "Web > Clock",
        "Web > Common",
    ];

    // The internals that are visible to other assemblies. The Service Bus extension exposes only the official package's types, and
    // the app as a process is tested under a host that speaks the worker's protocol.
    private static readonly string[] Shown =
    [
        "ChatPay.Extensions.ServiceBus to ChatPay.Local.Tests",
        "ChatPay.Extensions.ServiceBus to ChatPay.Local.Worker",
        "ChatPay.Functions to ChatPay.Functions.Tests",
        "ChatPay.Functions to ChatPay.Journeys",
        "ChatPay.Local to ChatPay.Journeys",
        "ChatPay.Local.Platform to ChatPay.Local.Tests",
        "ChatPay.Local.Simulators to ChatPay.Local.Tests",
        "ChatPay.Local.Worker to ChatPay.Local.Worker.Tests",
        "ChatPay.Local.Worker to ChatPay.WorkerProcess",
    ];

    private static readonly IReadOnlyList<(Type From, Type To)> Arrows =
    [
        .. new[] { typeof(LocalClock), typeof(PayPalSimulator), typeof(LocalPlatform) }.Select(type => type.Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes()).Where(IsOurs)
            .SelectMany(type => IntermediateLanguage.TypesUsedBy(type).Where(IsOurs).Select(used => (App.Written(type), App.Written(used))))
            .Where(arrow => ModuleOf(arrow.Item1) != ModuleOf(arrow.Item2))
            .Distinct(),
    ];

    [Fact]
    public void Module_ThatNamesAnother_IsListed() => Assert.Equal(
        string.Join('\n', Listed),
        string.Join(
            '\n',
            Arrows
                // The program that starts everything may use everything.
                .Where(arrow => !IsOfProgram(arrow.From) || IsOfProgram(arrow.To))
                .Select(arrow => $"{ModuleOf(arrow.From)} > {ModuleOf(arrow.To)}")
                .Distinct()
                .Order(StringComparer.Ordinal)));

    /// <summary>A constant of another module leaves no reference in compiled code, but a using in the file.</summary>
    [Fact]
    public void Module_OfThePlatform_WhoseFileUsesAnother_IsListed()
    {
        const string root = "ChatPay.Local.";
        var platform = Path.Combine(Root(), "infra", "local", "Platform");
        var used = Directory.EnumerateDirectories(platform).Select(Path.GetFileName).SelectMany(module => Directory
            .EnumerateFiles(Path.Combine(platform, module!), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("using " + root, StringComparison.Ordinal))
            .Select(line => $"{module} > {line[("using " + root).Length..].TrimEnd(';').Split('.')[0]}"));
        Assert.Equal("", string.Join('\n', used.Where(arrow => arrow.Split(" > ") is [var from, var to] && from != to)
            .Except(Listed).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Modules_HaveNoCycle()
    {
        var open = Arrows.Select(arrow => (From: ModuleOf(arrow.From), To: ModuleOf(arrow.To))).ToHashSet();
        // Removes arrows whose source nobody uses or whose target uses nobody: they are in no cycle.
        while (open.RemoveWhere(arrow => open.All(other => other.To != arrow.From) || open.All(other => other.From != arrow.To)) > 0)
        {
        }

        Assert.Equal("", string.Join('\n', open.Select(arrow => $"{arrow.From} names {arrow.To}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Internals_AreShownToAProjectsOwnTests() => Assert.Equal(
        string.Join('\n', Shown),
        string.Join(
            '\n',
            new[] { "functions", "infra" }
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.csproj", SearchOption.AllDirectories))
                .SelectMany(file => XDocument.Load(file).Descendants("InternalsVisibleTo").Select(
                    to => $"{Path.GetFileNameWithoutExtension(file)} to {to.Attribute("Include")!.Value}"))
                .Order(StringComparer.Ordinal)));

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("ChatPay.Local", StringComparison.Ordinal) == true;

    private static bool IsOfProgram(Type type) => type.Assembly == typeof(LocalPlatform).Assembly;

    /// <summary>The module, such as <c>Vault</c> or <c>Simulators.PayPal</c>; the common base is <c>Common</c>.</summary>
    private static string ModuleOf(Type type) => type.Namespace!.Split('.')[2..] switch
    {
        ["Simulators", var simulator, ..] => $"Simulators.{simulator}",
        [var module, ..] => module,
        // Two assemblies have types in the root.
        [] => IsOfProgram(type) ? "Program" : "Common",
    };
}
