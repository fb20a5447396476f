namespace ChatPay.Local.Vault;

/// <summary>Where a name stands between its first version and its purge.</summary>
internal enum SecretState
{
    /// <summary>The name is free.</summary>
    None,

    Active,

    /// <summary>Deleted; not to be seen among the deleted secrets yet.</summary>
    BeingDeleted,

    Deleted,

    /// <summary>Recovered; not to be seen among the secrets yet.</summary>
    BeingRecovered,

    /// <summary>Gone, but the name is not free yet.</summary>
    BeingPurged,
}
