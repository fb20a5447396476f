using System.Text.Json;
using ChatPay.Local.Sdk;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects configuration, services and middleware of a Functions app.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private readonly ILocalHosting? _hosting = LocalHosting.Current;

    internal FunctionsApplicationBuilder(string[] args)
    {
        // No defaults: they watch files, write to the console and listen for Ctrl+C, which is the platform's business.
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development,
        });
        Configuration.AddEnvironmentVariables();
        if (args is { Length: > 0 })
            Configuration.AddCommandLine(args);

        // Mistakes in registration are to be found at the start.
        _host.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true }));
        Services.AddSingleton<IHostLifetime>(new PlatformLifetime(_hosting));
        Services.Configure<JsonSerializerOptions>(options => options.PropertyNameCaseInsensitive = true);
        Services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>(
            (options, json) => options.Serializer ??= new WorkerJsonSerializer(json.Value));
        _hosting?.Configure(this);
    }

    public IServiceCollection Services => _host.Services;

    public ConfigurationManager Configuration => _host.Configuration;

    public IHostEnvironment Environment => _host.Environment;

    public ILoggingBuilder Logging => _host.Logging;

    public IMetricsBuilder Metrics => _host.Metrics;

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_host).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal bool IsWebApplication { get; set; }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => _host.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Builds the app. Without the local platform around it, the host that comes back cannot be started: it says so in one
    /// sentence and ends the process.</summary>
    public IHost Build()
    {
        if (_hosting is { } hosting)
        {
            hosting.Complete(this);
            Services.AddSingleton<IHostedService>(services => new PlatformWorker(hosting, services));
        }

        return _host.Build();
    }

    /// <summary>The middleware around <paramref name="function"/>, the first added outermost.</summary>
    internal FunctionExecutionDelegate Wrap(FunctionExecutionDelegate function) =>
        Enumerable.Reverse(_middleware).Aggregate(function, (next, middleware) => middleware(next));
}
