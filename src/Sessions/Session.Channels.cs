using System.Runtime.InteropServices;

namespace Sessions;

public sealed partial class Session
{
    /// <summary>How many channels a view tells of.</summary>
    /// <value>64</value>
    public const int MaxChannels = 64;

    /// <summary>How a channel used the session; false when it did not, or so long ago that others took its place.</summary>
    public bool TryGetChannel(Channel channel, out ChannelActivity activity)
    {
        foreach (var known in Channels)
        {
            if (known.Channel == channel)
            {
                activity = known;
                return true;
            }
        }

        activity = default;
        return false;
    }

    /// <summary>Records one use; instants never go back, whatever the clock does.</summary>
    internal void Use(Channel channel, long at, bool extends)
    {
        CurrentChannel = channel;
        LastUsedTicks = Math.Max(LastUsedTicks, at);
        if (extends)
        {
            _idleFrom = Math.Max(_idleFrom, at);
        }

        var channels = Channels.AsSpan();
        var oldest = 0;
        for (var i = 0; i < channels.Length; i++)
        {
            ref readonly var known = ref channels[i];
            if (known.Channel == channel)
            {
                var copy = channels.ToArray();
                copy[i] = new ChannelActivity(channel, known.FirstTicks, Math.Max(known.LastTicks, at), known.Count + 1);
                Channels = ImmutableCollectionsMarshal.AsImmutableArray(copy);
                return;
            }

            if (known.LastTicks < channels[oldest].LastTicks)
            {
                oldest = i;
            }
        }

        var added = new ChannelActivity(channel, at, at, 1);
        Channels = channels.Length < MaxChannels ? Channels.Add(added) : Channels.RemoveAt(oldest).Add(added);
    }
}
