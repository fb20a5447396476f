namespace ChatPay.Backup;

/// <summary>Nothing was lost, and something is to be done first; the message says what.</summary>
public sealed class BackupException(string message) : Exception(message);
