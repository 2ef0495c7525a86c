using Sessions.TestProcess;
using Sessions.TestProcess.Verbs;

IVerb[] verbs =
[
    new AppVerb(),
    new CleanVerb(),
    new LeaseTurnsVerb(),
    new LeaseVerb(),
    new LockCount(),
    new LockHolder(),
    new LockShare(),
    new LocalTimeVerb(),
    new MigrateVerb(),
    new Projecting(),
    new RebornVerb(),
    new ServerHolder(),
    new ShrinkVerb(),
    new TortureVerb(),
    new WatchVerb(),
    new Writer(),
];

if (args is [var name, .. var rest] && verbs.FirstOrDefault(verb => verb.Name == name) is { } chosen)
{
    return await chosen.RunAsync(rest);
}

Console.Error.WriteLine($"Expected one of: {string.Join(", ", verbs.Select(verb => verb.Name))}");
return 2;
