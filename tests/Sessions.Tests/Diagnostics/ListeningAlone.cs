using Xunit;

namespace Sessions.Tests.Diagnostics;

/// <summary>Listeners to spans hear of every store in the process: tests with them run alone.</summary>
[CollectionDefinition(nameof(ListeningAlone), DisableParallelization = true)]
public sealed class ListeningAlone;
