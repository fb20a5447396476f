using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace ChatPay.Local.Worker;

/// <summary>The worker's web server without a socket: requests are passed to it by a call.</summary>
internal sealed class HandOverServer : IServer
{
    private Func<IFeatureCollection, Task>? _process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Whether the app has a web application.</summary>
    public bool IsStarted => _process is not null;

    /// <exception cref="InvalidOperationException">The app has no web application.</exception>
    public Task ProcessAsync(IFeatureCollection request) => (_process ?? throw new InvalidOperationException(
        "The app takes no HTTP requests: call builder.ConfigureFunctionsWebApplication() in its Program.cs."))(request);

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async features =>
        {
            var context = application.CreateContext(features);
            Exception? failure = null;
            try
            {
                await application.ProcessRequestAsync(context);
            }
            catch (Exception e)
            {
                failure = e;
                throw;
            }
            finally
            {
                // Disposed only when the response has completed: the function may still read from the context.
                features.GetRequiredFeature<IHttpResponseFeature>().OnCompleted(
                    _ =>
                    {
                        application.DisposeContext(context, failure);
                        return Task.CompletedTask;
                    },
                    features);
            }
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
