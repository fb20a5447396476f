using ChatPay.Local.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>What the app brings to a durable engine.</summary>
/// <param name="Functions">Its orchestrators and activities.</param>
/// <param name="Converter">The worker's serializer.</param>
/// <param name="LoggerFactory">Its logs.</param>
public sealed record DurableApp(IDurableFunctions Functions, DataConverter Converter, ILoggerFactory LoggerFactory);

/// <summary>A durable engine that runs the app's orchestrators and activities.</summary>
/// <param name="Client">What <c>[DurableClient]</c> is bound to.</param>
/// <param name="Engine">Stopped after the last trigger and before the app.</param>
public sealed record DurableRuntime(DurableTaskClient Client, IAsyncDisposable Engine);
