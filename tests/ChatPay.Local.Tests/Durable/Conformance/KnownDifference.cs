namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>A case where an official engine deviates from durable-semantics, which the local engine follows.</summary>
/// <param name="Engine">The official engine.</param>
/// <param name="Test">The test that shows it.</param>
/// <param name="Data">The run, for a test with several; null for all.</param>
/// <param name="Official">What that engine does.</param>
/// <param name="Here">What the local engine does, and why.</param>
/// <param name="Always">Whether that engine always deviates; otherwise only sometimes.</param>
internal sealed record KnownDifference(string Engine, string Test, string? Data, string Official, string Here, bool Always = true);
