using System.Text;
using Microsoft.Win32.SafeHandles;
using Sessions.Stores.Files;

namespace Sessions.TestProcess.Torture;

/// <summary>
/// Lines in a file that several processes append to and read: which incarnations were deleted. A line is there before anybody
/// who acts on it goes on, so that whoever read it may expect never to meet the incarnation again.
/// </summary>
internal sealed class DeadIncarnations(string path) : IDisposable
{
    // A FileStream that appends writes where the file ended when it was opened: over what others wrote meanwhile.
    private readonly AppendFile _out = AppendFile.Open(path);
    private readonly SafeFileHandle _in = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
    private readonly HashSet<string> _known = [];
    private readonly Lock _gate = new();
    private long _read;

    public void Add(string line)
    {
        lock (_gate)
        {
            _out.Append(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    /// <summary>Those that are known to be dead now: what is read later must not be one of them.</summary>
    public DeadSnapshot Snapshot()
    {
        lock (_gate)
        {
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = RandomAccess.Read(_in, buffer, _read)) > 0)
            {
                var whole = buffer.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
                if (whole == 0)
                {
                    break;
                }

                _known.UnionWith(Encoding.UTF8.GetString(buffer, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries));
                _read += whole;
            }

            return new DeadSnapshot([.. _known]);
        }
    }

    public void Dispose()
    {
        _out.Dispose();
        _in.Dispose();
    }
}
