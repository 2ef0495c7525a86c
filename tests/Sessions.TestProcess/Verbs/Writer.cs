using Sessions.Stores.Files;

namespace Sessions.TestProcess.Verbs;

/// <summary><c>writer DIRECTORY ID</c>: announces a writer, prints <c>ready</c>, and lives until a line comes in.</summary>
internal sealed class Writer : IVerb
{
    public string Name => "writer";

    public async Task<int> RunAsync(string[] arguments)
    {
        using WriterLiveness writer = WriterLiveness.Announce(arguments[0], arguments[1]);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }
}
