using System.Text;
using Microsoft.Data.Sqlite;
using Sessions.Sql;
using SQLitePCL;

namespace Sessions.Sqlite;

/// <summary>A prepared statement, and where in it each of its values goes.</summary>
internal sealed class SqliteStatement
{
    private readonly int[] _places;
    private byte[] _utf8 = new byte[1024];

    public SqliteStatement(sqlite3 database, SqlStatement statement)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, statement.Text, out var handle), database);
        Handle = handle;

        // Zero for a value that the statement has no place for.
        _places = [.. statement.Parameters.Select(parameter => raw.sqlite3_bind_parameter_index(handle, "@" + parameter.Name))];
    }

    public sqlite3_stmt Handle { get; }

    public void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (_places[i] > 0)
            {
                Bind(_places[i], values[i]);
            }
        }
    }

    private void Bind(int place, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                raw.sqlite3_bind_null(Handle, place);
                break;
            case "":
                // An empty span would be none.
                raw.sqlite3_bind_text(Handle, place, "");
                break;
            case string text:
                raw.sqlite3_bind_text(Handle, place, Utf8(text));
                break;
            case long number:
                raw.sqlite3_bind_int64(Handle, place, number);
                break;
            case bool truth:
                raw.sqlite3_bind_int64(Handle, place, truth ? 1 : 0);
                break;
            case double number:
                raw.sqlite3_bind_double(Handle, place, number);
                break;
            default:
                throw new InvalidOperationException($"A value of {value.GetType()} is not bound here.");
        }
    }

    private ReadOnlySpan<byte> Utf8(string text)
    {
        if (_utf8.Length < text.Length * 3)
        {
            _utf8 = new byte[text.Length * 3];
        }

        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8));
    }
}
