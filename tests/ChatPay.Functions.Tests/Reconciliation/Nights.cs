using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Tests.Payments;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>Nights for one comparison alone.</summary>
internal static class Nights
{
    /// <summary>Begins one.</summary>
    public static Task<ComparedNight> BeginAsync(LocalStores stores, DateTimeOffset now) =>
        new ComparedReport(stores.Tables, NullLogger<ComparedReport>.Instance).BeginAsync(now, TestContext.Current.CancellationToken);
}
