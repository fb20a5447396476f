namespace ChatPay.WorkerProcess.Host;

/// <summary>The worker has ended, or does not answer. Whether it has executed the request is unknown.</summary>
public sealed class WorkerGoneException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The stream to a worker has ended; the message gives the reason, to end a sentence with.</summary>
public sealed class StreamEndedException(string message, Exception? inner = null) : Exception(message, inner);
