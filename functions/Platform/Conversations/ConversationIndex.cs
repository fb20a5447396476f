using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Platform.Conversations;

/// <summary>The conversations of a participant, newest first. An entry is written before its conversation and is only a hint: the
/// conversation itself decides.</summary>
public sealed class ConversationIndex(ChatPayTables tables)
{
    /// <summary>Adds a conversation to its participants' lists. A buyer on Instagram has no list to read.</summary>
    public async Task AddAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        string[] participants = conversation.IsOnInstagram ? [conversation.SellerId] : [conversation.SellerId, conversation.BuyerId];
        foreach (var participant in participants)
        {
            await tables.Indexes.UpsertEntityAsync(
                new TableEntity(Partition(participant), Row(conversation)), TableUpdateMode.Replace, cancellationToken);
        }
    }

    /// <summary>A page of conversations, each with its position in the list.</summary>
    /// <param name="participant">A buyer's or seller's id.</param>
    /// <param name="after">The position after which the page begins; null for the first.</param>
    /// <param name="limit">The most conversations to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<(string Place, string ConversationId)>> ListAsync(
        string participant, string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(participant)} and RowKey gt {after ?? ""}");
        var page = new List<(string, string)>(limit);
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, maxPerPage: limit, cancellationToken: cancellationToken))
        {
            page.Add((row.RowKey, row.RowKey[(row.RowKey.IndexOf('-', StringComparison.Ordinal) + 1)..]));
            if (page.Count == limit)
                break;
        }

        return page;
    }

    /// <summary>A conversation's position: the time is inverted, so that the newest sorts first.</summary>
    public static string Row(Conversation conversation) =>
        $"{(DateTimeOffset.MaxValue.Ticks - conversation.OpenedAt.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)}-{conversation.Id}";

    private static string Partition(string participant) => $"conversations-{participant}";
}
