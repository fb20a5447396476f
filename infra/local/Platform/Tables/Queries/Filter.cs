using ChatPay.Local.Tables.Entities;

namespace ChatPay.Local.Tables.Queries;

/// <summary>The filter of a query. A comparison with a property that is missing or has another type is false, even "ne": the service
/// has no null.</summary>
internal abstract record Filter
{
    public virtual KeyRange Range => KeyRange.All;

    /// <param name="property">Returns a property of the entity by name; null when it is missing.</param>
    public abstract bool Matches(Func<string, EdmValue?> property);

    internal sealed record And(Filter Left, Filter Right) : Filter
    {
        public override KeyRange Range => Left.Range.And(Right.Range);

        public override bool Matches(Func<string, EdmValue?> property) => Left.Matches(property) && Right.Matches(property);
    }

    internal sealed record Or(Filter Left, Filter Right) : Filter
    {
        public override KeyRange Range => Left.Range.Or(Right.Range);

        public override bool Matches(Func<string, EdmValue?> property) => Left.Matches(property) || Right.Matches(property);
    }

    internal sealed record Not(Filter Inner) : Filter
    {
        public override bool Matches(Func<string, EdmValue?> property) => !Inner.Matches(property);
    }

    internal sealed record Compare(Operand Left, string Operator, Operand Right) : Filter
    {
        public override KeyRange Range => (Left.Name, Operator, Right.Value?.Value as string) switch
        {
            ("PartitionKey", "eq", { } key) => KeyRange.All with { PartitionFrom = key, PartitionTo = key },
            ("PartitionKey", "gt" or "ge", { } key) => KeyRange.All with { PartitionFrom = key },
            ("PartitionKey", "lt" or "le", { } key) => KeyRange.All with { PartitionTo = key },
            ("RowKey", "eq", { } key) => KeyRange.All with { RowFrom = key, RowTo = key },
            ("RowKey", "gt" or "ge", { } key) => KeyRange.All with { RowFrom = key },
            ("RowKey", "lt" or "le", { } key) => KeyRange.All with { RowTo = key },
            _ => KeyRange.All,
        };

        public override bool Matches(Func<string, EdmValue?> property) =>
            Left.Of(property) is { } left && Right.Of(property) is { } right && left.CompareTo(right) is { } order && Operator switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "gt" => order > 0,
                "ge" => order >= 0,
                "lt" => order < 0,
                _ => order <= 0,
            };
    }

    /// <summary>A Boolean property or constant by itself.</summary>
    internal sealed record IsTrue(Operand Operand) : Filter
    {
        public override bool Matches(Func<string, EdmValue?> property) => Operand.Of(property)?.Value is true;
    }
}

/// <summary>A property's name or a constant.</summary>
internal readonly record struct Operand(string? Name, EdmValue? Value)
{
    public EdmValue? Of(Func<string, EdmValue?> property) => Name is null ? Value : property(Name);
}
