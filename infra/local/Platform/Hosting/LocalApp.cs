using System.Reflection;
using ChatPay.Local.Sdk;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Local.Hosting;

/// <summary>The app, composed by its own entry point (or by a test) and started, with what the platform puts in.</summary>
internal sealed class LocalApp(FunctionsHostOptions options, HostJson hostJson, IConfiguration settings) : ILocalHosting, IAsyncDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FunctionsApplicationBuilder? _builder;
    private IServiceProvider? _services;

    public IServiceProvider Services => _services!;

    public FunctionsApplicationBuilder Builder => _builder!;

    /// <exception cref="PlatformException">The entry point ended without running a host, or settings are wrong: a line for each.</exception>
    public async Task StartAsync()
    {
        Action run = options.Compose is null ? RunEntryPoint : RunComposed;

        // A thread of its own, because an entry point may block in Run() for as long as the app lives; and without this call's execution
        // context, because the app belongs to no request.
        new Thread(() =>
        {
            LocalHosting.Current = this;
            try
            {
                run();
                _started.TrySetException(new PlatformException(
                    $"The entry point of {options.App.GetName().Name} ended without running a Functions host: end it with builder.Build().Run()."));
                _ended.TrySetResult();
            }
#pragma warning disable CA1031 // Whatever the app throws while it starts belongs to the one who starts it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _started.TrySetException(e);
                _ended.TrySetResult();
            }
        })
        { IsBackground = true, Name = "Functions app" }.UnsafeStart();
        try
        {
            await _started.Task;
        }
        catch (Exception e) when (SentencesOf(e) is { } sentences)
        {
            throw new PlatformException(sentences, e);
        }
    }

    public void Configure(FunctionsApplicationBuilder builder)
    {
        _builder = builder;
        builder.Configuration.AddConfiguration(settings);
        builder.Services.AddSingleton<TimeProvider>(options.Clock);
        foreach (var (category, level) in hostJson.LogLevels)
        {
            if (category.Equals("default", StringComparison.OrdinalIgnoreCase))
                builder.Logging.SetMinimumLevel(level);
            else
                builder.Logging.AddFilter(category, level);
        }

        options.Logging?.Invoke(builder.Logging);
    }

    public void Complete(FunctionsApplicationBuilder builder)
    {
        // Last of its kind wins, and the app may have registered the machine's clock.
        builder.Services.AddSingleton<TimeProvider>(options.Clock);
        options.ReplaceServices?.Invoke(builder.Services);
    }

    public void Started(IServiceProvider services)
    {
        _services = services;
        _started.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _services?.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _ended.Task;
    }

    // What an app's own checks of its settings say when it starts: .NET wraps those of several classes.
    private static string? SentencesOf(Exception thrown) => thrown switch
    {
        OptionsValidationException one => string.Join(Environment.NewLine, one.Failures),
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(SentencesOf)),
        _ => null,
    };

    private void RunComposed()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        options.Compose!(builder);
        builder.Build().Run();
    }

    private void RunEntryPoint()
    {
        var entry = options.App.EntryPoint
            ?? throw new PlatformException($"{options.App.GetName().Name} has no entry point, so it is no Functions app.");
        object?[]? arguments = entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()];
        entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}
