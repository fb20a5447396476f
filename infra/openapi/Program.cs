using ChatPay.OpenApi;

// Writes the API's description anew: 'dotnet run --project infra/openapi' after a change of an endpoint, then look at the difference.
var file = args is [var named] ? named : Path.Combine(AppContext.BaseDirectory, "../../../../../functions/openapi.json");
File.WriteAllText(file, await ApiDescription.WriteAsync(CancellationToken.None));
Console.WriteLine($"Written: {Path.GetFullPath(file)}");
return 0;
