using System.Globalization;

namespace Sessions.TestProcess.Torture;

/// <summary>
/// What names one commit of a tortured store, and says all that the commit must hold: so a verifier that finds the mark in a
/// message can tell what else had to come with it.
/// </summary>
/// <param name="Kind">What it does.</param>
/// <param name="Slot">Which of the processes made it.</param>
/// <param name="Life">Which of the processes that took that place one after another.</param>
/// <param name="Task">Which of its tasks.</param>
/// <param name="Number">Which of the task's commits: 1, 2, 3, …</param>
internal readonly record struct Mark(CommitShape Kind, int Slot, int Life, int Task, int Number)
{
    /// <summary>The key of the state under which each task leaves its newest mark.</summary>
    public string TaskKey => string.Create(CultureInfo.InvariantCulture, $"task-{Slot}-{Task}");

    /// <summary>The id of the invocation that it links.</summary>
    public string Invocation => $"invocation-{this}";

    /// <summary>How many messages the commit holds.</summary>
    public int Messages => Kind == CommitShape.Several ? 2 + (Number % 3) : 1;

    /// <summary>The chat of a message.</summary>
    public string ChatOf(int message) => (Task + message) % 3 == 0 ? "side" : Chat.Main;

    /// <summary>
    /// The content of a message: the mark, and then letters that follow from it, from none to more than a page of memory, so
    /// that a torn or mixed write shows.
    /// </summary>
    public string ContentOf(int message)
    {
        var length = ((Number * 31) + Task) % 64 == 0 ? 20_000 : Number * 7 % 300;
        return $"{this} {message} {new string((char)('a' + ((Number + message) % 26)), length)}";
    }

    /// <summary>Reads the mark that a message begins with.</summary>
    public static bool TryParse(string? content, out Mark mark)
    {
        mark = default;
        if (content is null)
        {
            return false;
        }

        var end = content.IndexOf(' ', StringComparison.Ordinal);
        var parts = (end < 0 ? content : content[..end]).Split('.');
        if (parts.Length != 5 || !Enum.TryParse(parts[0], out CommitShape kind))
        {
            return false;
        }

        var numbers = new int[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        mark = new Mark(kind, numbers[0], numbers[1], numbers[2], numbers[3]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}.{Slot}.{Life}.{Task}.{Number}");
}
