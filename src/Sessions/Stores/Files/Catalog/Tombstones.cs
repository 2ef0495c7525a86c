namespace Sessions.Stores.Files;

/// <summary>
/// The incarnations seen to go lately, so that a summary written late by a process that did not know brings none of them
/// back. Bounded: one that is forgotten and comes back is found gone when it is opened.
/// </summary>
internal sealed class Tombstones
{
    private const int Capacity = 32 * 1024;

    private HashSet<string> _young = [];
    private HashSet<string> _old = [];

    public void Add(string incarnation)
    {
        if (_young.Count >= Capacity)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young.Add(incarnation);
    }

    public bool Contains(string incarnation) => _young.Contains(incarnation) || _old.Contains(incarnation);
}
