namespace ChatPay.WorkerProcess.Host;

/// <summary>The worker has not done what it was asked for: it has ended, or does not answer. Whether it has done it is not known.</summary>
public sealed class WorkerGoneException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The stream to a worker is over; the message says why, as the end of a sentence.</summary>
public sealed class StreamEndedException(string message, Exception? inner = null) : Exception(message, inner);
