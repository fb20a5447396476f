using System.Reflection;
using ChatPay.Functions.Composition;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Features.Outbox;
using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Audit;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Settings;
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
builder.UseMiddleware<RequireRoles>();
builder.UseMiddleware<RefuseUnknownParameters>();
builder.UseMiddleware<KeepAnswers>();
builder.UseMiddleware<AuditCalls>();

// A host gives its worker less than half a minute to stop, and .NET's own limit is that half minute: a call that has not been
// answered by then is not going to be.
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
    .AddPages(builder.Configuration)
    .AddPayouts(builder.Configuration)
    .AddReconciliation()
    .AddOrderEvents()
    .AddOutbox()
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
    // It was told to stop before it had started.
    return 0;
}
catch (InvalidOperationException) when (builder.Configuration["Functions:Worker:HostEndpoint"] is null)
{
    // A host tells its worker its own address.
    Console.Error.WriteLine(
        "The app runs in a Functions host: use 'dotnet run --project infra/local', or 'func start' in the folder of a publish.");
    return 1;
}
catch (Exception thrown) when (WrongSettings.In(thrown) is not null && Assembly.GetEntryAssembly() == typeof(WrongSettings).Assembly)
{
    // A program that hosts this in its own process gets the exception.
    foreach (var fault in WrongSettings.In(thrown)!)
        Console.Error.WriteLine(fault);
    return 1;
}
