using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

/// <summary>
/// A flush ends on another thread, so that what a commit allocates can only be read off the whole process: nothing else may
/// run beside it.
/// </summary>
[CollectionDefinition(nameof(FlushingAlone), DisableParallelization = true)]
public sealed class FlushingAlone;
