using Sessions.Stores;

namespace Sessions.Tests.Processes;

/// <summary>A session as it was written, before its file was spoilt.</summary>
internal sealed record FuzzOriginal(string Id, string Path, byte[] Bytes, Session View, IReadOnlyList<Commit> Commits);
