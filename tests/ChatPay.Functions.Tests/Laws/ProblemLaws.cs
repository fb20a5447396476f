using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The list of problems has exactly the codes that callers can get. Read from the source, where codes are written at the
/// place that throws them.</summary>
public sealed partial class ProblemLaws
{
    private static readonly string Functions = Path.Combine(Folder(), "..", "..", "..", "functions");

    /// <summary>Refusals that no caller sees, handled by activities and consumers.</summary>
    private static readonly HashSet<string> NeverAnswered =
    [
        "amount-changed", "asked-again", "blocked", "not-due", "not-expired", "not-overdue", "not-released", "nothing-due", "shipped",
        "refund-unexplained", "too-many-adopted", "too-many-cases", "too-many-heard",
    ];

    // Codes that are composed, or passed on from a refusal written elsewhere.
    private static readonly string[] PassedOn = ["refusal.Code", "$\"{money.Field}-invalid\"", "string code"];

    private static readonly IReadOnlyList<(string File, string Call, int? Status, string Code)> Raised = [.. Read()];

    [Fact]
    public void Code_ThatIsThrown_IsListedWithItsStatus() =>
        Assert.All(
            Raised.Where(r => !NeverAnswered.Contains(r.Code)),
            raised =>
            {
                Assert.True(
                    ProblemKinds.All.TryGetValue(raised.Code, out var kind),
                    $"{raised.Code} of {raised.File} is not in ProblemKinds: add what it means and what to do.");
                if (raised.Status is { } status)
                    Assert.True(status == kind.Status, $"{raised.Code} is {status} in {raised.File}, and {kind.Status} in ProblemKinds.");
            });

    [Fact]
    public void Code_ThatIsListed_IsThrown()
    {
        var thrown = Raised.Select(r => r.Code).Concat(["amount-invalid", "currency-invalid"]).ToHashSet();

        Assert.Empty(ProblemKinds.All.Keys.Where(code => !thrown.Contains(code) || NeverAnswered.Contains(code)));
        Assert.Empty(NeverAnswered.Except(thrown));
    }

    [Fact]
    public void Code_AtEveryPlaceThatThrows_CanBeRead()
    {
        Assert.InRange(Raised.Count, 150, 1_000);
        var unread = Sources()
            .SelectMany(source =>
                Place()
                    .Matches(source.Text)
                    .Where(match =>
                        !Literal().IsMatch(source.Text[match.Index..])
                        && !PassedOn.Any(p => source.Text.AsSpan(match.Index + match.Length).TrimStart().StartsWith(p)))
                    .Select(match => $"{source.File}: {source.Text.Substring(match.Index, Math.Min(80, source.Text.Length - match.Index))}")
            );
        Assert.Empty(unread);
    }

    /// <summary>Codes are for external programs; the app distinguishes refusals by type, which the compiler checks.</summary>
    [Fact]
    public void Code_OfARefusal_IsComparedNowhere() =>
        Assert.Empty(Sources().SelectMany(source => Compared().Matches(source.Text).Select(match => $"{source.File}: {match.Value}")));

    [Theory]
    [InlineData("refusal.Code == \"no-debt\"")]
    [InlineData("decided.Refusal?.Code is \"no-debt\"")]
    [InlineData("decided.Refusal is { Code: \"no-debt\" }")]
    [InlineData("throw refusal.Code switch { \"no-debt\" => 1 }")]
    [InlineData("\"no-debt\".Equals(refusal.Code)")]
    public void Comparison_OfACode_IsSeen(string source) => Assert.Matches(Compared(), source);

    [Fact]
    public void Type_OfAnyProblem_LeadsToItsPlaceOnThePage()
    {
        Assert.NotEmpty(ProblemKinds.All);
        Assert.All(ProblemKinds.All.Values, kind =>
        {
            Assert.Equal($"/api/docs/problems#{kind.Code}", ProblemKinds.TypeOf(kind.Code));
            Assert.Contains($"id=\"{kind.Code}\"", ProblemsPage.Html, StringComparison.Ordinal);
            Assert.Matches("^['A-Z].*[.]$", kind.Meaning);
            Assert.Matches("^['A-Z].*[.…]$", kind.Remedy);
        });
    }

    private static IEnumerable<(string File, string Call, int? Status, string Code)> Read() =>
        Sources()
            .SelectMany(source =>
                Literal()
                    .Matches(source.Text)
                    .Select(match => (source.File, match.Groups["call"].Value, StatusOf(match), match.Groups["code"].Value)));

    private static int? StatusOf(Match match) => match.Groups["call"].Value switch
    {
        "Decision.Refuse" or "SellerDecision.Refuse" => 409,
        "Decision.Invalid" or "SellerDecision.Invalid" => 422,
        var call when call.EndsWith("Malformed", StringComparison.Ordinal) => 400,
        var call when call.EndsWith("Conflict", StringComparison.Ordinal) => 409,
        var call when call.EndsWith("Refused", StringComparison.Ordinal) => 422,
        _ => int.Parse(match.Groups["status"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static IEnumerable<(string File, string Text)> Sources() =>
        Directory
            .EnumerateFiles(Functions, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => !Path.GetFileName(file).StartsWith("ProblemKinds", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [GeneratedRegex(
        """(?<![\w.])((?<call>((Problems|faults)\.)?(Malformed|Conflict|Refused)|(Seller)?Decision\.(Refuse|Invalid))\(\s*|(?<call>new)( ProblemException)?\(\s*(?<status>\d{3}),\s*)"(?<code>[a-z]+(-[a-z]+)*)","""
    )]
    private static partial Regex Literal();

    [GeneratedRegex(
        """(Problems|faults)\.(Malformed|Conflict|Refused)\(|Decision\.(Refuse|Invalid)\(|new ProblemException\(\s*\d{3},""")]
    private static partial Regex Place();

    // Comparing codes of responses, "problem.Code", is allowed.
    [GeneratedRegex("""(?<!\bproblem)\??\.Code\s*(==|!=|is( not)?|switch\s*\{)\s*"|\{ *Code: *"|"\.Equals\(\w+\??\.Code""")]
    private static partial Regex Compared();

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
