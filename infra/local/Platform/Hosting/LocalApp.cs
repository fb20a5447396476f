using System.Reflection;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Local.Hosting;

/// <summary>Starts the app in its worker, composed by its own entry point or by a test.</summary>
internal static class LocalApp
{
    /// <param name="options">The app and its environment.</param>
    /// <param name="hostJson">The settings that concern the worker.</param>
    /// <param name="client">Returns the durable client, once there is one.</param>
    /// <exception cref="PlatformException">The app did not start, or its settings are wrong: a line for each.</exception>
    public static async Task<InProcessWorker> StartAsync(FunctionsHostOptions options, HostJson hostJson, Func<DurableTaskClient?> client)
    {
        try
        {
            return await InProcessWorker.StartAsync(new InProcessWorkerOptions
            {
                App = options.App,
                Main = options.Compose is { } compose ? arguments => Run(compose, options.App, arguments) : null,
                RoutePrefix = hostJson.RoutePrefix,
                Clock = options.Clock,
                Settings = options.Settings,
                DurableClient = client,
                NewInvocationId = options.NewInvocationId,
                ReplaceServices = services => Replace(services, options),
                Logging = logging => Log(logging, options, hostJson),
            });
        }
        catch (WorkerStartException e)
        {
            throw new PlatformException(e.Message, e);
        }
        catch (Exception e) when (SentencesOf(e) is { } sentences)
        {
            throw new PlatformException(sentences, e);
        }
    }

    private static void Run(Action<FunctionsApplicationBuilder> compose, Assembly app, string[] arguments)
    {
        var builder = FunctionsApplication.CreateBuilder(arguments);

        // Normally generated into an app by the official source generators.
        if (!app.IsDefined(typeof(WorkerExtensionStartupCodeExecutorInfoAttribute)))
        {
            new DurableTaskExtensionStartup().Configure(builder);
            new ServiceBusExtensionStartup().Configure(builder);
        }

        compose(builder);
        builder.Build().Run();
    }

    private static void Replace(IServiceCollection services, FunctionsHostOptions options)
    {
        if (options.Compose is not null)
        {
            services.RemoveAll<IFunctionMetadataProvider>();
            services.AddSingleton<IFunctionMetadataProvider>(new AttributedFunctions(options.App, options.Includes));
        }

        options.ReplaceServices?.Invoke(services);
    }

    private static void Log(ILoggingBuilder logging, FunctionsHostOptions options, HostJson hostJson)
    {
        foreach (var (category, level) in hostJson.LogLevels)
        {
            if (category.Equals("default", StringComparison.OrdinalIgnoreCase))
                logging.SetMinimumLevel(level);
            else
                logging.AddFilter(category, level);
        }

        options.Logging?.Invoke(logging);
    }

    // The errors of an app's options validation at startup; .NET wraps those of several classes.
    private static string? SentencesOf(Exception thrown) => thrown switch
    {
        OptionsValidationException one => string.Join(Environment.NewLine, one.Failures),
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(SentencesOf)),
        _ => null,
    };
}
