using ChatPay.Local.Tables.Entities;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables;

/// <summary>Runs entity group transactions: changes of one partition that are applied together or not at all ("Performing entity
/// group transactions").</summary>
internal sealed class BatchOperations(TableStore store, string service, FaultBody faults)
{
    private const int MaxOperations = 100;

    public async Task<TableReply> RunAsync(TableRequest batch)
    {
        var requests = BatchReader.Read(batch);
        try
        {
            if (requests.Count > MaxOperations)
            {
                throw TableFault
                    .InvalidInput("The batch request operation exceeds the maximum 100 changes per change set.")
                    .At(MaxOperations - 1);
            }

            var changes = Check(requests);
            var stamps = await store.ApplyAsync(changes);
            var operations = new EntityOperations(store, service);
            return BatchWriter.Write([.. requests.Select((request, i) => operations.Reply(request, changes[i], stamps[i]))]);
        }
        catch (TableFault fault)
        {
            // The batch is still answered with 202; its only part is the error.
            return BatchWriter.Write([faults.Reply(fault, requests[0].Headers.Accept.ToString())]);
        }
    }

    private static List<EntityChange> Check(List<TableRequest> requests)
    {
        var changes = new List<EntityChange>(requests.Count);
        var seen = new HashSet<string>();
        for (var i = 0; i < requests.Count; i++)
        {
            try
            {
                var change = EntityChange.Of(requests[i]);
                if (i > 0 && (change.PartitionKey != changes[0].PartitionKey
                    || !change.Table.Equals(changes[0].Table, StringComparison.OrdinalIgnoreCase)))
                    throw TableFault.DifferentPartitions();
                if (!seen.Add(change.RowKey))
                    throw TableFault.InvalidDuplicateRow();
                changes.Add(change);
            }
            catch (TableFault fault)
            {
                throw fault.At(i);
            }
        }

        return changes;
    }
}
