using ChatPay.OpenApi;

// Regenerates the files derived from the endpoints, and lists what only a person can add. Run 'dotnet run --project infra/openapi'
// after changing an endpoint, then review the difference.
var repository = Path.GetFullPath(args is [var named] ? named : Path.Combine(AppContext.BaseDirectory, "../../../../.."));
if (EndpointGaps.OfDescription() is { Count: > 0 } missing)
    return Tell(missing);

Write("functions/openapi.json", await ApiDescription.WriteAsync(CancellationToken.None));
Write(AccessTable.File, AccessTable.Write());
return EndpointGaps.All(repository) is { Count: > 0 } left ? Tell(left) : 0;

void Write(string file, string text)
{
    File.WriteAllText(Path.Combine(repository, file), text);
    Console.WriteLine($"Written: {file}");
}

static int Tell(IReadOnlyList<string> missing)
{
    Console.Error.WriteLine($"Still missing:\n{string.Join('\n', missing)}");
    return 1;
}
