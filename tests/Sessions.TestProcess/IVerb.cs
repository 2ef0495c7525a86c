namespace Sessions.TestProcess;

/// <summary>One thing that a process started by the tests can do. It talks with its test by lines.</summary>
internal interface IVerb
{
    /// <summary>The first argument that chooses it.</summary>
    string Name { get; }

    /// <summary>Does it.</summary>
    /// <param name="arguments">What follows the name.</param>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(string[] arguments);
}
