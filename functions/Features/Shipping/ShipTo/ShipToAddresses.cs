using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Shipping.ShipTo;

/// <summary>Stores buyers' addresses: encrypted, in a row of the order's partition that never appears in a history, queue or
/// log.</summary>
public sealed class ShipToAddresses(ChatPayTables tables, AddressKeys keys, PayPalClient payPal, DueDays days, ILogger<ShipToAddresses> log)
{
    /// <summary>The purpose under which the check for deletion is scheduled.</summary>
    internal const string Purge = "address-purge";

    private const string Row = "ship-to";
    private const string Sealed = "Sealed";
    private const int DaysBetweenLooks = 7;
    private static readonly TimeSpan MaxKept = TimeSpan.FromDays(90);

    /// <summary>Stores the address that came with the payment, if there is one. An outage of the vault must not hold up the
    /// payment: the address is then read again when the seller looks.</summary>
    public async Task TryKeepAsync(string orderId, PayPalShipping? shipping, CancellationToken cancellationToken)
    {
        try
        {
            await KeepAsync(orderId, shipping, cancellationToken);
        }
        catch (Exception e) when (IsOutage(e, cancellationToken))
        {
            log.LogWarning(e, "The address of order {OrderId} could not be kept now.", orderId);
        }
    }

    /// <summary>The address, if there is something to ship; otherwise null, also while a dependency is down.</summary>
    public async Task<ShipToAddress?> FindAsync(Order order, CancellationToken cancellationToken)
    {
        if (!IsShownFor(order))
            return null;
        try
        {
            return await ReadAsync(order.Id, cancellationToken) ?? await AskAgainAsync(order, cancellationToken);
        }
        catch (Exception e) when (IsOutage(e, cancellationToken))
        {
            log.LogWarning(e, "The address of order {OrderId} could not be read now.", order.Id);
            return null;
        }
    }

    /// <summary>Deletes the address if nothing can be shipped there any more; otherwise it is checked again in a week.</summary>
    internal async Task PurgeAsync(Order order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MayGo(order, now))
            await tables.Orders.DeleteEntityAsync(order.Id, Row, cancellationToken: cancellationToken);
        else
            await LookAgainAsync(order.Id, cancellationToken);
    }

    /// <summary>Whether the seller has something to ship.</summary>
    internal static bool IsShownFor(Order order) => order is { Kind: FulfilmentKind.Ship, Capture.Late: false, UnshippedLines.Count: > 0 };

    /// <summary>Not before the seller is paid or the buyer has been refunded in full: until then a shipment can be un-marked, and
    /// the address is needed again. Never later than 90 days after the payment.</summary>
    internal static bool MayGo(Order order, DateTimeOffset now) =>
        order.Capture is { } capture
            ? !IsShownFor(order)
                && (
                    capture.Late
                    || order.CurrentPayout is { PaidAt: not null }
                    || order.Refunded == order.Total
                    || now >= capture.At + MaxKept)
            : now >= order.SentAt + MaxKept;

    private async Task KeepAsync(string orderId, PayPalShipping? shipping, CancellationToken cancellationToken)
    {
        if (shipping is not { Address: { } given })
            return;
        var address = new ShipToAddress(
            shipping.Name?.FullName,
            given.Line1,
            given.Line2,
            given.City,
            given.Region,
            given.PostalCode,
            given.CountryCode);
        var text = await keys.SealAsync(JsonSerializer.Serialize(address, ChatPayJson.Api), orderId, cancellationToken);
        await LookAgainAsync(orderId, cancellationToken);
        await tables.Orders.UpsertEntityAsync(
            new TableEntity(orderId, Row) { [Sealed] = text },
            TableUpdateMode.Replace,
            cancellationToken);
    }

    private async Task<ShipToAddress?> ReadAsync(string orderId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Orders, orderId, Row, cancellationToken) is { } row
            ? JsonSerializer.Deserialize<ShipToAddress>(
                await keys.OpenAsync(row.GetString(Sealed), orderId, cancellationToken),
                ChatPayJson.Api)
            : null;

    private async Task<ShipToAddress?> AskAgainAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.Checkouts[order.Capture!.CheckoutNumber - 1].ProviderOrderId is not { } providerOrderId)
            return null;
        try
        {
            await KeepAsync(order.Id, (await payPal.GetOrderAsync(providerOrderId, cancellationToken)).Unit?.Shipping, cancellationToken);
        }
        catch (PayPalRefusedException e)
        {
            log.LogWarning(e, "PayPal no longer has the address of order {OrderId}.", order.Id);
        }

        return await ReadAsync(order.Id, cancellationToken);
    }

    private Task LookAgainAsync(string orderId, CancellationToken cancellationToken) =>
        days.AddAsync(Purge, days.Today.AddDays(DaysBetweenLooks), orderId, cancellationToken);

    private static bool IsOutage(Exception e, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && Failures.ToProblem(e).Status == 503;
}
