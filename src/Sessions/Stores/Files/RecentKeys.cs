namespace Sessions.Stores.Files;

/// <summary>Remembers roughly which keys were asked for lately. It may forget, and seldom mistakes one for another.</summary>
internal sealed class RecentKeys
{
    private const int Size = 4096;

    private readonly int[] _seen = new int[Size];

    /// <summary>Whether the key was asked for before; from now on it was.</summary>
    public bool IsKnown(SessionKey key)
    {
        var hash = key.GetHashCode() | 1;
        ref var place = ref _seen[(uint)hash / 2 % Size];
        if (Volatile.Read(ref place) == hash)
        {
            return true;
        }

        Volatile.Write(ref place, hash);
        return false;
    }
}
