using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Hosting;

/// <summary>A durable engine that runs the app's orchestrators and activities.</summary>
/// <param name="Client">What <c>[DurableClient]</c> is bound to.</param>
/// <param name="Engine">Stopped after the last trigger and before the app.</param>
public sealed record DurableRuntime(DurableTaskClient Client, IAsyncDisposable Engine);
