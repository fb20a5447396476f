using System.Reflection;
using ChatPay.Functions.Cases;
using ChatPay.Functions.Chat;
using ChatPay.Functions.Mail;
using ChatPay.Functions.Operations;
using ChatPay.Functions.Operations.Audit;
using ChatPay.Functions.OrderEvents;
using ChatPay.Functions.Orders;
using ChatPay.Functions.PaymentRequests;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Reconciliation;
using ChatPay.Functions.SellerBooks;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Abuse;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Idempotency;
using ChatPay.Functions.Shared.Settings;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<SecureHeaders>();
builder.UseMiddleware<AnswerProblems>();
builder.UseMiddleware<LimitAddresses>();
builder.UseMiddleware<AuthenticateCallers>();
builder.UseMiddleware<LimitCalls>();
builder.UseMiddleware<RefuseUnknownParameters>();
builder.UseMiddleware<KeepAnswers>();
builder.UseMiddleware<AuditCalls>();

// A host gives its worker less than half a minute to end, and .NET's own limit is that half minute: a call that has not been answered by then is
// not going to be.
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));

builder.Services
    .AddShared(builder.Configuration)
    .AddSellers(builder.Configuration)
    .AddOrders(builder.Configuration)
    .AddPaymentRequests()
    .AddSellerBooks()
    .AddOperations()
    .AddCases()
    .AddPayments(builder.Configuration)
    .AddPayouts(builder.Configuration)
    .AddReconciliation()
    .AddOrderEvents()
    .AddMail(builder.Configuration)
    .AddChat(builder.Configuration);

var stopping = CancellationToken.None;
try
{
    var app = builder.Build();
    stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    app.Run();
    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // It was told to end before it had started.
    return 0;
}
catch (InvalidOperationException) when (builder.Configuration["Functions:Worker:HostEndpoint"] is null)
{
    // A host tells its worker where it is.
    Console.Error.WriteLine("The app runs in a Functions host: use 'dotnet run --project infra/local', or 'func start' in the folder of a publish.");
    return 1;
}
catch (Exception thrown) when (WrongSettings.In(thrown) is not null && Assembly.GetEntryAssembly() == typeof(WrongSettings).Assembly)
{
    // Whoever runs this inside a program of their own gets the exception.
    foreach (var fault in WrongSettings.In(thrown)!)
        Console.Error.WriteLine(fault);
    return 1;
}
