using System.Text.Unicode;

namespace Sessions.Serialization;

internal static partial class ViewJson
{
    /// <summary>Reads a view that stands alone.</summary>
    /// <exception cref="LineFormatException">It is no view.</exception>
    public static Session Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new LineFormatException("The view is not valid UTF-8.");
        }

        var json = new JsonScanner(utf8);
        var view = Read(ref json);
        json.End();
        return view;
    }

    /// <summary>Reads a view. Its instant of expiry is computed, not read: one place says when a session expires.</summary>
    public static Session Read(ref JsonScanner json)
    {
        var fields = new ViewFields();
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (!fields.TryReadIdentity(ref json, name)
                && !fields.Description.TryRead(ref json, name)
                && !fields.Lifetime.TryRead(ref json, name)
                && !fields.TryReadDetails(ref json, name)
                && !fields.TryReadUse(ref json, name)
                && !fields.TryReadContent(ref json, name))
            {
                json.Keep(ref fields.Kept);
            }
        }

        if (fields.Id is null || fields.Incarnation is null || fields.Version < 1 || fields.CreatedAt is null
            || fields.UpdatedAt is null || fields.UsedAt is null || fields.IdleFrom is null)
        {
            json.Fail("a view lacks its id, incarnation, version or one of its instants");
        }

        return fields.ToSession();
    }
}
