namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>Where an official engine behaves otherwise than durable-semantics says, and the local engine with it.</summary>
/// <param name="Engine">Which official engine.</param>
/// <param name="Test">The test that shows it.</param>
/// <param name="Data">Of a test with several runs: which one; all when null.</param>
/// <param name="Official">What that engine does.</param>
/// <param name="Here">What the local engine does, and why.</param>
/// <param name="Always">Whether that engine always does so; else only now and then.</param>
internal sealed record KnownDifference(string Engine, string Test, string? Data, string Official, string Here, bool Always = true);
