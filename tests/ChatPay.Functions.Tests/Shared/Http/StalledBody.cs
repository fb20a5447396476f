using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Tests.Shared.Http;

/// <summary>A request whose sender stops in the middle of its body.</summary>
internal static class StalledBody
{
    /// <summary>Sends this many bytes, and then nothing more. What ends the reading ends it before the clock's next step.</summary>
    public static async Task<HttpRequest> OfAsync(int bytes, TimeProvider clock)
    {
        var pipe = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        pipe.Writer.Write(new byte[bytes]);
        await pipe.Writer.FlushAsync();
        return new DefaultHttpContext
        {
            Request = { Body = pipe.Reader.AsStream() },
            RequestServices = new ServiceCollection().AddSingleton(clock).BuildServiceProvider(),
        }.Request;
    }
}
